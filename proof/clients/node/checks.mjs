// The peers' own JavaScript clients, unchanged, against a real server. Each check prints one line; the last says how many passed.
import assert from "node:assert/strict";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { piston } from "piston-client";

const main = process.env.FREEHOLD;

async function withClient(transport, use) {
  const client = new Client({ name: "proof", version: "1" });
  await client.connect(transport);
  try {
    await use(client);
  } finally {
    await client.close();
  }
}

const overHttp = (use) => withClient(new StreamableHTTPClientTransport(new URL(main + "/mcp")), use);
const overStdio = (use) =>
  withClient(
    new StdioClientTransport({ command: process.env.FREEHOLD_COMMAND, args: ["mcp", "--server", main] }),
    use,
  );

async function runsAProgram(client) {
  const { tools } = await client.listTools();
  assert.ok(tools.some((tool) => tool.name === "run_code"));
  const result = await client.callTool({ name: "run_code", arguments: { runtime: "python", source: "print(6 * 7)" } });
  assert.equal(result.structuredContent.stdout, "42\n");
}

async function hearsOfProgress(client) {
  const heard = [];
  const source = "import time; time.sleep(2.5)";
  await client.callTool({ name: "run_code", arguments: { runtime: "python", source } }, undefined, {
    onprogress: (progress) => heard.push(progress.progress),
  });
  assert.ok(heard.length >= 2, String(heard));
}

/** The program would run for 14 s; it ends when its call is taken back. */
async function takesACallBack(client) {
  const taken = new AbortController();
  const source = "import time; time.sleep(14)";
  const call = client.callTool({ name: "run_code", arguments: { runtime: "python", source } }, undefined, {
    signal: taken.signal,
  });
  setTimeout(() => taken.abort("enough"), 1000);
  await assert.rejects(call);
  for (let tries = 0; tries < 50; tries++) {
    const found = await (await fetch(main + "/v1/executions?verdict=cancelled")).json();
    if (found.items.length > 0) {
      return;
    }
    await new Promise((next) => setTimeout(next, 100));
  }
  assert.fail("the program was not ended");
}

/** It sends no type with its JSON, and a Piston of one's own refuses that: so does this, in the same words. */
async function pistonClientIsToldWhatThePeerTells() {
  const client = piston({ server: process.env.FREEHOLD_PISTON });
  const runtimes = await client.runtimes();
  assert.ok(runtimes.some((runtime) => runtime.language === "python"));
  const result = await client.execute("python", "print(6 * 7)");
  assert.deepEqual(result, { message: "requests must be of type application/json" });
}

const checks = {
  pistonClientIsToldWhatThePeerTells,
  mcpRunsAProgram: () => overHttp(runsAProgram),
  mcpHearsOfProgress: () => overHttp(hearsOfProgress),
  mcpTakesACallBack: () => overHttp(takesACallBack),
  mcpRunsAProgramOverStdio: () => overStdio(runsAProgram),
  mcpHearsOfProgressOverStdio: () => overStdio(hearsOfProgress),
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log("passed  node    " + name);
  } catch (failure) {
    failed++;
    console.log("FAILED  node    " + name);
    console.error(failure);
  }
}
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`);
process.exit(0);
