/** What the client does when the server declines, is slow, or goes away in the middle: the proxy between breaks things. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import {
  Busy,
  Client,
  ConnectionFailed,
  type ExecutionRequest,
  NotFound,
  Refused,
  Unauthenticated,
  Unavailable,
  UnexpectedAnswer,
} from "@freehold/client";
import { all, between, client, SERVER } from "./world.js";

const ECHO: ExecutionRequest = { runtime: "sh", source: "echo once" };
const NONE = `exe_${"0".repeat(26)}`;

function keysOf(seen: readonly { readonly headers: Record<string, unknown> }[]): unknown[] {
  return seen.map((each) => each.headers["idempotency-key"]);
}

test("comes back when told, with the same key", async () => {
  await between([{ status: 429, headers: { "Retry-After": "1" } }, { status: 503 }], async ({ server, seen }) => {
    const began = performance.now();

    const execution = await client({ server }).run(ECHO);

    assert.ok(performance.now() - began >= 1000);
    assert.equal(execution.run?.stdout, "once\n");
    assert.equal(seen.length, 3);
    assert.equal(new Set(keysOf(seen)).size, 1);
  });
});

test("does not come before it was told", async () => {
  const body = '{"type":"/errors/queue-full","title":"t","status":429,"detail":"9 wait."}';
  await between([{ status: 429, headers: { "Retry-After": "60" }, body }], async ({ server, seen }) => {
    await assert.rejects(client({ server }).run(ECHO), (error) => {
      assert.ok(error instanceof Busy);
      assert.deepEqual([error.retryAfterMs, error.slug], [60_000, "queue-full"]);
      return true;
    });
    assert.equal(seen.length, 1);
  });
});

test("gives up in the end, and does not repeat a refusal", async () => {
  const busy = Array(9).fill({ status: 503, headers: { "Retry-After": "0" } });
  await between(busy, async ({ server, seen }) => {
    await assert.rejects(client({ server }).runtimes(), Unavailable);
    assert.equal(seen.length, 4);
  });
  await between([], async ({ server, seen }) => {
    await assert.rejects(client({ server }).run({ runtime: "klingon", source: "" }), Refused);
    assert.equal(seen.length, 1);
  });
});

test("an answer that was lost does not run twice", async () => {
  const labels = { series: randomUUID() };
  await between([{ cutAfter: "nothing" }, { cutAfter: 10 }], async ({ server }) => {
    const execution = await client({ server }).run({ ...ECHO, labels });

    const listed = await all(client().executions({ labels }));
    assert.deepEqual(
      listed.map((each) => each.id),
      [execution.id],
    );
  });
});

test("a deletion whose answer was lost has happened", async () => {
  const { id } = await client().run(ECHO);
  await between([{ cutAfter: "nothing" }], async ({ server }) => {
    await client({ server }).delete(id);
  });

  await assert.rejects(client().get(id), NotFound);
});

test("a stream that breaks anywhere tells each event once", async () => {
  const source = "import sys\nfor i in range(5): print(i, flush=True)\nprint('é', file=sys.stderr)";
  const execution = await client().run({ runtime: "python", source });

  for (const cutAfter of [0, 5, 11, 40, 60, 100, 150, 200, 400, 1000]) {
    await between([{ cutAfter }, { cutAfter: "nothing" }, { status: 503 }], async ({ server }) => {
      const events = await all(client({ server }).events(execution.id));

      const output = events.flatMap((each) => ("bytes" in each ? [...each.bytes] : []));
      assert.equal(Buffer.from(output).toString(), "0\n1\n2\n3\n4\né\n");
      assert.equal(new Set(events.map((each) => each.position)).size, events.length);
      const last = events.at(-1);
      assert.ok(last?.type === "finished");
      assert.deepEqual(last.execution, execution);
    });
  }
});

test("events that a restarted server tells again are passed over", async () => {
  const { id } = await client().run(ECHO);
  const body = 'id: 2\nevent: state\ndata: {"state":"running"}\n\n'.repeat(2);
  await between(
    [
      { status: 200, body },
      { status: 200, body },
    ],
    async ({ server }) => {
      const events = await all(client({ server }).events(id));

      assert.deepEqual(
        events.map((each) => each.type),
        ["state", "stdout", "finished"],
      );
    },
  );
});

test("a stream that brings nothing ends in an error", async () => {
  const { id } = await client().run(ECHO);
  await between(Array(9).fill({ cutAfter: 0 }), async ({ server, seen }) => {
    await assert.rejects(all(client({ server }).events(id)), ConnectionFailed);
    assert.equal(seen.length, 4);
  });
});

test("nobody there is said with the address", async () => {
  const unused = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => unused.once("listening", resolve));
  const server = `http://127.0.0.1:${(unused.address() as AddressInfo).port}`;
  await new Promise((resolve) => unused.close(resolve));

  await assert.rejects(client({ server, retries: { attempts: 2 } }).run(ECHO), (error) => {
    assert.ok(error instanceof ConnectionFailed && error.message.includes(server), String(error));
    return true;
  });
});

test("an answer of something else is not believed", async () => {
  for (const body of ["<html>", "[]", '{"id": 1}', "null"]) {
    await between([{ status: 200, body }], async ({ server }) => {
      await assert.rejects(client({ server }).get(NONE), UnexpectedAnswer);
    });
  }
});

test("a verdict of a newer server is not taken for another", async () => {
  const body = JSON.stringify({ ...(await client().run(ECHO)), verdict: "exalted" });
  await between([{ status: 200, body }], async ({ server }) => {
    await assert.rejects(client({ server }).get(NONE), /exalted/);
  });
});

test("a key does not follow a redirection", async () => {
  await between([], async (elsewhere) => {
    const headers = { Location: `${elsewhere.server}/v1/runtimes` };
    await between([{ status: 307, headers }], async ({ server }) => {
      await assert.rejects(client({ server }).runtimes(), UnexpectedAnswer);
      assert.deepEqual(elsewhere.seen, []);
    });
  });
});

test("an artifact that breaks off is whole in the end, and a download says that it is not", async () => {
  const source = "open('a','wb').write(b'x'*100000)";
  const { id } = await client().run({ runtime: "python", source, collect: ["a"] });
  await between([{ cutAfter: 1000 }], async ({ server }) => {
    assert.equal((await client({ server }).artifact(id, "a")).length, 100_000);
  });
  await between([{ cutAfter: 1000 }], async ({ server }) => {
    await assert.rejects(all(client({ server }).download(id, "a")), ConnectionFailed);
  });
});

test("the key of the environment is shown to its server only", async () => {
  await between([{ status: 401 }], async ({ server, seen }) => {
    await assert.rejects(new Client({ server }).runtimes(), Unauthenticated);
    assert.equal(seen[0]?.headers.authorization, undefined);
  });
  assert.ok((await new Client({ server: SERVER }).runtimes()).length > 0);
});

test("an address is checked before anything is sent", () => {
  for (const server of ["127.0.0.1:80", "ftp://a", "http://", "http://u:pass@a", "http://a?b", "http://a:99999"]) {
    assert.throws(
      () => new Client({ server }),
      (error) => error instanceof TypeError && !error.message.includes("pass@"),
    );
  }
  assert.throws(() => new Client({ server: "http://a", key: "fh_x\n" }), TypeError);
});
