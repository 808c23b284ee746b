/** Talking to real programs, and what a tenant keeps for them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Conflict, type Event, NotFound, type SocketClass } from "@freehold/client";
import { WebSocket } from "ws";
import { all, client } from "./world.js";

const talking = client({ webSocket: WebSocket as unknown as SocketClass });
const ECHO = "import sys\nfor line in sys.stdin: print(line.upper(), end='', flush=True)\nprint('bye')";
const SIZE =
  "import os, signal, time\nsignal.signal(signal.SIGINT, lambda *_: exit(7))\nprint(*os.get_terminal_size(), flush=True)\n" +
  "while os.get_terminal_size().columns == 80: time.sleep(0.02)\nprint(*os.get_terminal_size(), flush=True)\ntime.sleep(60)";

async function begun(source: string, more: object = {}): Promise<string> {
  const limits = { wall_ms: 60_000 };
  return (await talking.submit({ runtime: "python", source, interactive: true, limits, ...more })).id;
}

function text(events: readonly Event[]): string {
  return events.map((event) => ("text" in event ? event.text : "")).join("");
}

test("a program answers what it is told", async () => {
  const talk = await talking.attach(await begun(ECHO));

  await talk.write("hello\n");
  await talk.write(new TextEncoder().encode("w\u00f6rld\n"));
  talk.endInput();
  const events = await all(talk);

  assert.equal(text(events), "HELLO\nW\u00d6RLD\nbye\n");
  assert.equal(events.at(-1)?.type, "finished");
});

test("more than one message holds arrives in its order", async () => {
  const said = new Uint8Array(3_000_000).map((_, index) => index % 251);
  const talk = await talking.attach(
    await begun("import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())"),
  );

  await talk.write(said);
  talk.endInput();

  const digest = Buffer.from(await crypto.subtle.digest("SHA-256", said)).toString("hex");
  assert.equal(text(await all(talk)), `${digest}\n`);
});

test("signals and sizes reach a program on a terminal", async () => {
  const talk = await talking.attach(await begun(SIZE, { terminal: { rows: 24, columns: 80 } }));
  const seen: string[] = [];
  let code: number | null | undefined;

  for await (const event of talk) {
    if (event.type === "finished") {
      code = event.execution.run?.exit_code;
    } else if ("text" in event) {
      seen.push(event.text.trim());
      if (seen.length === 1) {
        talk.resize({ rows: 50, columns: 132 });
      } else {
        talk.signal("SIGINT");
      }
    }
  }

  assert.deepEqual([seen[0], seen[1]], ["80 24", "132 50"]);
  assert.equal(code, 7);
});

test("what cannot be is thrown", async () => {
  await assert.rejects(talking.attach(`exe_${"0".repeat(26)}`), NotFound);
  await assert.rejects(talking.attach("../me"), TypeError);
  const { id } = await talking.submit({ runtime: "python", source: "import time; time.sleep(1)" });
  const talk = await talking.attach(id);

  await talk.write("x");

  await assert.rejects(all(talk), Conflict);
  talk.close();
});

test("a program gets a secret and does not show it", async () => {
  const { version } = await talking.putSecret("sdk-typescript", "open sesame");

  const execution = await talking.run({
    runtime: "python",
    source: "import os; print(os.environ['TOKEN'], len(open('conf/token').read()))",
    secrets: [
      { name: "sdk-typescript", env: "TOKEN" },
      { name: "sdk-typescript", file: "conf/token", version },
    ],
  });

  assert.equal(execution.run?.stdout, "[secret sdk-typescript] 11\n");
  assert.ok((await talking.secrets()).some((each) => each.name === "sdk-typescript" && each.version === version));
  await talking.deleteSecret("sdk-typescript");
  await assert.rejects(talking.deleteSecret("sdk-typescript"), NotFound);
});

test("an end has a receipt", async () => {
  const { id } = await talking.run({ runtime: "python", source: "print(1)", deterministic: true, retain: "digest" });

  const { statement } = await talking.receipt(id);

  assert.equal(statement["predicateType"], "urn:freehold:receipt:v1");
});
