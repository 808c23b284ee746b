/** This package and the server's OpenAPI document say the same. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { Origin, Retain, Signal, Slug, Start, State, Stream, Tier, Verdict } from "@freehold/client";
import { SERVER } from "./world.js";

type Schema = Record<string, unknown> & {
  $ref?: string;
  type?: string | string[];
  enum?: string[];
  oneOf?: Schema[];
  allOf?: Schema[];
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
};

/** Operations that this package does not have, so that a new one is noticed and decided about. */
const LEFT_OUT = [
  "listCallbacks",
  "getCallbackSecret",
  "getCallback",
  "redeliverCallback",
  "getTimeline",
  "replayExecution",
  "getUsage",
  "readAudit",
  "verifyAudit",
  "getReceiptKeys",
];
const CALLED = [
  "submitExecution",
  "listExecutions",
  "getExecution",
  "eraseExecution",
  "followExecution",
  "cancelExecution",
  "attachToExecution",
  "getReceipt",
  "putSecret",
  "listSecrets",
  "deleteSecret",
  "getArtifact",
  "submitBatch",
  "getBatch",
  "hasBlob",
  "putBlob",
  "listRuntimes",
  "getRuntime",
];

let contract: {
  paths: Record<string, Record<string, { operationId: string; tags: string[] }>>;
  components: { schemas: Record<string, Schema> };
};

before(async () => {
  contract = (await (await fetch(`${SERVER}/v1/openapi.json`)).json()) as typeof contract;
});

function schema(name: string, ...way: string[]): Schema {
  let found = resolved({ $ref: name });
  for (const step of way) {
    found = resolved((step === "*" ? found.items : found.properties?.[step]) ?? assert.fail(`${name} ${step}`));
  }
  return found;
}

function resolved(found: Schema): Schema {
  if (found.$ref !== undefined) {
    const name = found.$ref.replace("#/components/schemas/", "");
    return resolved(contract.components.schemas[name] ?? assert.fail(name));
  }
  const part = found.oneOf?.find((each) => each.$ref !== undefined) ?? found.allOf?.[0];
  return part === undefined ? found : { ...resolved(part), ...(found.allOf ? { required: found.required ?? [] } : {}) };
}

test("lists of words are the contract's", () => {
  const lists: [Record<string, string>, Schema][] = [
    [State, schema("State")],
    [Verdict, schema("Verdict")],
    [Slug, schema("Slug")],
    [Tier, schema("Execution", "tier")],
    [Start, schema("Execution", "start")],
    [Retain, schema("ExecutionRequest", "retain")],
    [Stream, schema("Step", "truncated", "*")],
    [Signal, schema("Speech", "signal")],
    [Origin, schema("Runtime", "versions", "*", "origin")],
  ];

  for (const [words, found] of lists) {
    assert.deepEqual(Object.values(words), found.enum);
  }
});

/** Types are gone when this runs, so they are read from the source, where one field is one line. */
async function fieldsOf(file: string, name: string): Promise<Map<string, string>> {
  const text = await readFile(new URL(`../../src/${file}`, import.meta.url), "utf8");
  const body = new RegExp(`^export interface ${name} \\{\\n([^]*?)^\\}`, "m").exec(text)?.[1];
  assert.ok(body !== undefined, `${file} has no interface ${name}`);
  return new Map([...body.matchAll(/^ {2}readonly (\w+)(\??: .*);$/gm)].map(([, field, type]) => [field!, type!]));
}

function allowsNull(found: Schema): boolean {
  return [found.type].flat().includes("null") || (found.oneOf ?? []).some((each) => each.type === "null");
}

test("what is read has the fields of the contract, and their absence", async () => {
  const records: [string, Schema][] = [
    ["Execution", schema("Execution")],
    ["RuntimeUsed", schema("Execution", "runtime")],
    ["PolicyVersion", schema("PolicyVersion")],
    ["SecretVersion", schema("Execution", "secrets", "*")],
    ["Secret", schema("Secret")],
    ["EffectiveLimits", schema("EffectiveLimits")],
    ["Evidence", schema("Execution", "evidence")],
    ["Timing", schema("Execution", "timing")],
    ["Step", schema("Step")],
    ["Usage", schema("Step", "usage")],
    ["Artifact", schema("Artifact")],
    ["Page", schema("ExecutionPage")],
    ["Batch", schema("Batch")],
    ["Runtime", schema("Runtime")],
    ["RuntimeVersion", schema("Runtime", "versions", "*")],
    ["RuntimeSteps", schema("Runtime", "steps")],
    ["RuntimeStep", schema("RuntimeStep")],
  ];

  for (const [name, found] of records) {
    const fields = await fieldsOf("model.ts", name);
    assert.deepEqual([...fields.keys()].sort(), Object.keys(found.properties ?? {}).sort(), name);
    for (const [field, type] of fields) {
      const part = found.properties?.[field] ?? assert.fail(field);
      assert.equal(type.startsWith("?"), !found.required?.includes(field), `${name}.${field}`);
      if (type !== ": unknown") {
        assert.equal(type.endsWith("| null"), allowsNull(part), `${name}.${field}`);
      }
    }
  }
});

test("what is written has the fields of the contract", async () => {
  const records: [string, Schema][] = [
    ["Program", schema("ExecutionRequest")],
    ["Limits", schema("Limits")],
    ["File", schema("File")],
    ["Build", schema("ExecutionRequest", "build")],
    ["Command", schema("ExecutionRequest", "command")],
    ["SecretUse", schema("ExecutionRequest", "secrets", "*")],
    ["Terminal", schema("TerminalSize")],
    ["Network", schema("ExecutionRequest", "network")],
    ["Callback", schema("ExecutionRequest", "callback")],
  ];

  for (const [name, found] of records) {
    const fields = await fieldsOf("request.ts", name);
    const names = new Set(Object.keys(found.properties ?? {}).map((each) => each.replace(/_base64$/, "")));
    assert.deepEqual([...fields.keys()].sort(), [...names].sort(), name);
  }
});

test("every operation is called or left out by name", () => {
  const offered = Object.values(contract.paths)
    .flatMap((item) => Object.values(item))
    .filter((operation) =>
      operation.tags?.some((tag) => ["executions", "content", "evidence", "runtimes", "secrets"].includes(tag)),
    )
    .map((operation) => operation.operationId);

  assert.deepEqual(offered.sort(), [...CALLED, ...LEFT_OUT].sort());
});
