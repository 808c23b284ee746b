/** Addresses of things, from names that are checked: none leads anywhere else. */
import type { Artifact } from "./model.js";

const WAIT_MOST_MS = 120_000;

export function executionPath(id: string): string {
  return `/v1/executions/${checked(id, /^exe_[0-9a-z]{1,64}$/, "an id of an execution")}`;
}

export function batchPath(id: string): string {
  return `/v1/batches/${checked(id, /^bat_[0-9a-z]{1,64}$/, "an id of a batch")}`;
}

export function blobPath(digest: string): string {
  return `/v1/blobs/${checked(digest, /^sha256:[0-9a-f]{64}$/, "a digest (sha256: and 64 hexadecimal digits)")}`;
}

export function secretPath(name: string): string {
  return `/v1/secrets/${checked(name, /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "a name of a secret")}`;
}

export function runtimePath(name: string): string {
  return `/v1/runtimes/${encodeURIComponent(checked(name, /^(?!\.{0,2}$)/, "a name of a runtime"))}`;
}

/** `fetch` follows `..`, encoded or not, so a path that has it is refused. */
export function artifactPath(id: string, artifact: string | Artifact): string {
  const path = typeof artifact === "string" ? artifact : artifact.path;
  const parts = path.split("/").map((part) => checked(part, /^(?!\.{0,2}$)/, "a path of an artifact"));
  return `${executionPath(id)}/artifacts/${parts.map(encodeURIComponent).join("/")}`;
}

/** How long the server is asked to keep the request open. */
export function waitQuery(waitMs: number): string {
  if (!(waitMs >= 0 && waitMs <= WAIT_MOST_MS)) {
    throw new RangeError(`waitMs is from 0 to ${WAIT_MOST_MS}: ${waitMs}`);
  }
  return `?wait=${Math.round(waitMs)}ms`;
}

function checked(text: string, form: RegExp, what: string): string {
  if (!form.test(text)) {
    throw new TypeError(`not ${what}: ${JSON.stringify(text)}`);
  }
  return text;
}
