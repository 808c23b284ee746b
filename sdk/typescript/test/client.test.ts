/** The client against a real server. */
import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { test } from "node:test";
import { inspect } from "node:util";
import {
  bytesOf,
  Conflict,
  type ExecutionRequest,
  NotFound,
  Refused,
  run,
  Slug,
  TimedOut,
  Unauthenticated,
  Verdict,
} from "@freehold/client";
import { all, client, KEY } from "./world.js";

const FOREVER: ExecutionRequest = {
  runtime: "python",
  source: "import time\nwhile True: time.sleep(1)",
  limits: { wall_ms: 60_000 },
};

function sh(source: string): ExecutionRequest {
  return { runtime: "sh", source };
}

test("runs a program and says how it ended", async () => {
  const execution = await run({ runtime: "python", source: "print(input()[::-1])", stdin: "olleh\n" });

  assert.equal(execution.verdict, Verdict.Succeeded);
  assert.equal(execution.run?.stdout, "hello\n");
});

test("what a program does wrong is a verdict", async () => {
  const failed = await client().run(sh("exit 3"));
  const spun = await client().run({ runtime: "python", source: "while True: pass", limits: { cpu_ms: 200 } });
  const broken = await client().run({ runtime: "c", source: "int main(void) { return x; }" });

  assert.deepEqual([failed.verdict, failed.run?.exit_code], ["failed", 3]);
  assert.deepEqual([spun.verdict, spun.limits.cpu_ms], ["cpu_exceeded", 200]);
  assert.deepEqual([broken.verdict, broken.run], ["build_failed", null]);
  assert.match(broken.build?.stderr ?? "", /undeclared/);
});

test("bytes go in and come out exactly", async () => {
  const sent = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);

  const execution = await client().run({
    runtime: "python",
    files: [
      {
        path: "main.py",
        content: "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read() + open('b','rb').read())",
      },
      { path: "b", content: Uint8Array.of(255, 0) },
    ],
    stdin: sent,
  });

  assert.deepEqual(bytesOf(execution.run!, "stdout"), Uint8Array.of(...sent, 255, 0));
});

test("a bad value is refused with a pointer to it", async () => {
  await assert.rejects(client().run({ ...sh(""), limits: { cpu_ms: 1e9 } }), (error) => {
    assert.ok(error instanceof Refused);
    assert.deepEqual([error.slug, error.status, error.name], [Slug.LimitAboveCeiling, 422, "Refused"]);
    assert.equal(error.errors[0]?.pointer, "#/limits/cpu_ms");
    assert.match(error.message, /#\/limits\/cpu_ms/);
    return true;
  });
  await assert.rejects(client().run({ runtime: "klingon", source: "" }), { slug: "runtime-unknown" });
});

test("what cannot be a request is not sent", async () => {
  await assert.rejects(client().run({ runtime: "python" } as ExecutionRequest), TypeError);
  await assert.rejects(client().run({ runtime: "python", files: [{ path: "a" }] }), TypeError);
  await assert.rejects(client().get("../runtimes"), TypeError);
  await assert.rejects(client().runtime(".."), TypeError);
  await assert.rejects(client().get(`exe_${"0".repeat(26)}`, { waitMs: 120_001 }), RangeError);
});

test("a path cannot lead out of the artifacts", async () => {
  for (const path of ["../../../runtimes", "a/../../b", "", "a//b", "."]) {
    await assert.rejects(client().artifact(`exe_${"0".repeat(26)}`, path), TypeError);
  }
});

test("submits and waits", async () => {
  const begun = await client().submit({ runtime: "python", source: "import time; time.sleep(0.3); print(1)" });

  const ended = await client().wait(begun.id, { timeoutMs: 30_000 });

  assert.notEqual(begun.state, "finished");
  assert.deepEqual([ended.id, ended.run?.stdout], [begun.id, "1\n"]);
});

test("the same key gives the same execution, and another body a conflict", async () => {
  const options = { idempotencyKey: randomUUID(), waitMs: 10_000 };
  const first = await client().submit(sh("echo 1"), options);

  const again = await client().submit(sh("echo 1"), options);

  assert.equal(again.id, first.id);
  await assert.rejects(client().submit(sh("echo 2"), options), Conflict);
});

test("lists across pages by label", async () => {
  const labels = { series: randomUUID() };
  const begun: string[] = [];
  for (let i = 0; i < 5; i++) {
    begun.push((await client().run({ ...sh(`exit ${i % 2}`), labels })).id);
  }

  const listed = await all(client().executions({ labels, pageSize: 2 }));
  const failed = await all(client().executions({ labels, verdict: "failed" }));

  assert.deepEqual(
    listed.map((each) => each.id),
    begun.toReversed(),
  );
  assert.equal(failed.length, 2);
});

test("cancels and deletes", async () => {
  const { id } = await client().submit(FOREVER);
  await assert.rejects(client().delete(id), Conflict);

  await client().cancel(id);
  const ended = await client().wait(id);
  await client().delete(id);

  assert.equal(ended.verdict, "cancelled");
  await assert.rejects(client().get(id), NotFound);
  await assert.rejects(client().delete(id), NotFound);
});

test("a run that takes too long is cancelled", async () => {
  const labels = { series: randomUUID() };

  await assert.rejects(client().run({ ...FOREVER, labels }, { timeoutMs: 500 }), TimedOut);

  const [only, ...more] = await all(client().executions({ labels }));
  assert.deepEqual(more, []);
  assert.equal((await client().wait(only!.id)).verdict, "cancelled");
});

test("a run that is aborted is cancelled, and says why", async () => {
  const labels = { series: randomUUID() };
  const reason = new Error("no longer wanted");
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 300);

  await assert.rejects(client().run({ ...FOREVER, labels }, { signal: controller.signal }), reason);

  const [only, ...more] = await all(client().executions({ labels }));
  assert.deepEqual(more, []);
  assert.equal((await client().wait(only!.id)).verdict, "cancelled");
});

test("a wait that takes too long leaves it running", async () => {
  const { id } = await client().submit(FOREVER);

  await assert.rejects(client().wait(id, { timeoutMs: 300 }), TimedOut);

  assert.notEqual((await client().get(id)).state, "finished");
  await client().cancel(id);
});

test("tells events while they happen", async () => {
  const source = "import sys, time\nprint('a', flush=True); time.sleep(0.2)\nsys.stderr.buffer.write(b'\\xff')";
  const { id } = await client().submit({ runtime: "python", source });

  const events = await all(client().events(id));

  const output = events.filter((each) => "bytes" in each);
  assert.equal(events[0]?.type, "state");
  assert.deepEqual(
    output.map((each) => [each.type, each.offset, each.text, [...each.bytes]]),
    [
      ["stdout", 0, "a\n", [97, 10]],
      ["stderr", 0, "\ufffd", [255]],
    ],
  );
  const last = events.at(-1)!;
  assert.ok(last.type === "finished");
  assert.deepEqual(last.execution, await client().get(id));
  assert.deepEqual(await all(client().events(id, { after: events[1]!.position })), events.slice(2));
});

test("events can be left, aborted, and of nothing are not found", async () => {
  const { id } = await client().submit(FOREVER);
  for await (const event of client().events(id)) {
    assert.equal(event.type, "state");
    break;
  }

  await assert.rejects(all(client().events(id, { signal: AbortSignal.timeout(300) })), { name: "TimeoutError" });

  await client().cancel(id);
  await assert.rejects(all(client().events(`exe_${"0".repeat(26)}`)), NotFound);
});

test("brings artifacts back", async () => {
  const path = "out/ä b%?#.bin";
  const source = `import os; os.mkdir('out'); open('${path}', 'wb').write(bytes(range(256)) * 4096)`;
  const execution = await client().run({ runtime: "python", source, collect: ["out/*"] });

  const [artifact] = execution.artifacts;
  const whole = await client().artifact(execution.id, artifact!);
  const parts = await all(client().download(execution.id, artifact!));

  assert.deepEqual([artifact?.path, artifact?.size_bytes], [path, 1 << 20]);
  assert.deepEqual(Buffer.from(whole), Buffer.concat(Array(4096).fill(Buffer.from([...Array(256).keys()]))));
  assert.deepEqual(Buffer.concat(parts), Buffer.from(whole));
  await assert.rejects(client().artifact(execution.id, "out/none"), NotFound);
});

test("uploads once", async () => {
  const content = randomBytes(300_000);
  const digest = await client().upload(content);
  const blob = await client().upload(new Blob([content, "!"]));

  const execution = await client().run({
    runtime: "python",
    files: [
      { path: "main.py", content: "import os; print(os.path.getsize('a'), os.path.getsize('b'))" },
      { path: "a", blob: digest },
      { path: "b", blob },
    ],
  });

  assert.equal(execution.run?.stdout, "300000 300001\n");
  assert.equal(await client().upload(content), digest);
  assert.equal(await client().hasBlob(digest), true);
  assert.equal(await client().hasBlob(`sha256:${"0".repeat(64)}`), false);
});

test("runs a batch", async () => {
  const labels = { series: randomUUID() };

  const begun = await client().submitBatch(
    [0, 1, 2, 3].map((i) => sh(`echo ${i}`)),
    { labels },
  );
  const ended = await client().waitBatch(begun.id, { timeoutMs: 60_000 });

  assert.deepEqual(
    ended.items.map((each) => each.run?.stdout),
    ["0\n", "1\n", "2\n", "3\n"],
  );
  assert.equal((await all(client().executions({ labels }))).length, 4);
  await assert.rejects(client().submitBatch([sh(""), { runtime: "klingon", source: "" }]), (error) => {
    assert.ok(error instanceof Refused);
    assert.equal(error.errors[0]?.pointer, "#/executions/1/runtime");
    return true;
  });
});

test("says what can be run", async () => {
  const python = (await client().runtimes()).find((each) => each.name === "python");

  assert.ok(python?.installed);
  assert.deepEqual(await client().runtime("py"), python);
  await assert.rejects(client().runtime("klingon"), NotFound);
});

test("without the right key nothing is done, and no text holds the key", async () => {
  await assert.rejects(client({ key: "fh_wrong" }).run(sh("")), (error) => {
    assert.ok(error instanceof Unauthenticated);
    assert.ok(!inspect(error, { depth: 9 }).includes("fh_wrong"));
    return true;
  });
  for (const text of [inspect(client(), { depth: 9, showHidden: true }), JSON.stringify(client()), String(client())]) {
    assert.ok(!text.includes(KEY));
  }
});
