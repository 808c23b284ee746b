/** What the server says: the records of the contract, in its words. Fields that a newer server adds are passed through. */
import { fromBase64 } from "./bytes.js";
import { UnexpectedAnswer } from "./errors.js";
import { isOne, type Origin, type Retain, type Start, State, type Stream, type Tier, Verdict } from "./words.js";

export interface RuntimeUsed {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
}

/** The policy that granted an execution, as it was then. */
export interface PolicyVersion {
  readonly name: string;
  readonly digest: string;
}

/** What is the same each time it runs on the same kernel and machine, and what is not, in words. */
export interface Repeatability {
  readonly fixed: readonly string[];
  readonly not_fixed: readonly string[];
}

export interface SecretVersion {
  readonly name: string;
  readonly version: number;
}

/** The newest version of a secret, without its value. */
export interface Secret {
  readonly name: string;
  readonly version: number;
  readonly put_at: string;
  readonly put_by: string;
  readonly size_bytes: number;
}

/** A receipt as it came: a DSSE envelope. Nothing of it has been verified; `freehold receipt verify` does that, without a server. */
export interface Receipt {
  /** The bytes of the envelope, in JSON. */
  readonly envelope: Uint8Array;
  /** The in-toto statement in it: what ran, on what, under which policy, and what came out. */
  readonly statement: Readonly<Record<string, unknown>>;
}

export interface EffectiveLimits {
  readonly cpu_ms: number;
  readonly wall_ms: number;
  readonly memory_bytes: number;
  readonly processes: number;
  readonly output_bytes: number;
  readonly disk_bytes: number;
  readonly open_files: number;
}

export interface Usage {
  readonly cpu_ms: number;
  readonly wall_ms: number;
  readonly memory_peak_bytes: number;
  readonly processes_peak: number;
  readonly output_bytes: number;
  readonly disk_peak_bytes: number;
}

/** One step, build or run. Text has bad bytes replaced, and then the exact ones are in the field beside it; see `bytesOf`. */
export interface Step {
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stdout_base64?: string;
  readonly stderr: string;
  readonly stderr_base64?: string;
  readonly truncated: readonly Stream[];
  readonly usage: Usage;
}

export interface Evidence {
  readonly limits_hit: readonly string[];
  readonly oom_kills: number;
  readonly denied_syscalls: readonly string[];
  readonly egress: readonly unknown[];
}

export interface Timing {
  readonly queued_ms: number;
  readonly prepared_ms: number;
  readonly built_ms: number;
  readonly ran_ms: number;
  readonly collected_ms: number;
}

export interface Artifact {
  readonly path: string;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly media_type: string;
  readonly href: string;
}

/** One program run once. What is not known before the end is null until then. */
export interface Execution {
  readonly id: string;
  readonly state: State;
  readonly verdict: Verdict | null;
  readonly explanation: string | null;
  readonly runtime: RuntimeUsed;
  readonly tier: Tier;
  readonly start: Start;
  readonly limits: EffectiveLimits;
  readonly build: Step | null;
  readonly run: Step | null;
  readonly evidence: Evidence | null;
  readonly timing: Timing | null;
  readonly artifacts: readonly Artifact[];
  readonly labels: Readonly<Record<string, string>>;
  /** RFC 3339 in UTC, as all times are: `new Date(…)` reads it. */
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** Where its receipt is, once it has ended. */
  readonly receipt: string | null;
  readonly policy: PolicyVersion | null;
  /** How much is kept of it; of less than `full` output is empty once its end is stored. */
  readonly retain: Retain;
  /** Of one that was asked to be. */
  readonly deterministic: Repeatability | null;
  /** Whose values its program got. */
  readonly secrets: readonly SecretVersion[];
}

export interface Page {
  readonly items: readonly Execution[];
  readonly next: string | null;
}

/** Executions that were accepted together, in the order of the request. */
export interface Batch {
  readonly id: string;
  readonly items: readonly Execution[];
  readonly finished: number;
  readonly total: number;
  readonly created_at: string;
}

export interface RuntimeVersion {
  readonly version: string;
  readonly digest: string;
  readonly origin: Origin;
  readonly size_bytes: number;
  /** What is not as it was meant to be, such as a cache that could not be filled. */
  readonly warning: string | null;
}

export interface RuntimeStep {
  readonly command: readonly string[];
  readonly limits: EffectiveLimits;
}

export interface RuntimeSteps {
  readonly build: RuntimeStep | null;
  readonly run: RuntimeStep;
}

/** A language; `reason` says why one that is not installed cannot be run. */
export interface Runtime {
  readonly name: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly extensions: readonly string[];
  readonly source: string;
  readonly installed: boolean;
  readonly reason: string | null;
  readonly versions: readonly RuntimeVersion[];
  readonly steps: RuntimeSteps;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a caller decides by is checked, so that no other document passes for an execution, and no verdict that this client does not
 * know for one that it does. The rest is the server's word.
 */
export function executionOf(document: unknown): Execution {
  const fields = fieldsOf(document, "an execution");
  const { id, state, verdict } = fields;
  if (typeof id !== "string" || !Array.isArray(fields["artifacts"])) {
    throw new UnexpectedAnswer("the answer is no execution: is this a Freehold server?");
  }
  if (!isOne(State, state)) {
    throw new UnexpectedAnswer(`the state ${JSON.stringify(state)} is not known to this client`);
  }
  if (verdict !== null && !isOne(Verdict, verdict)) {
    throw new UnexpectedAnswer(`the verdict ${JSON.stringify(verdict)} is not known to this client`);
  }
  return fields as unknown as Execution;
}

export function pageOf(document: unknown): Page {
  const fields = fieldsOf(document, "a page of executions");
  const { next } = fields;
  if (next !== null && typeof next !== "string") {
    throw new UnexpectedAnswer("the answer is no page: is this a Freehold server?");
  }
  return { items: itemsOf(fields).map(executionOf), next };
}

export function batchOf(document: unknown): Batch {
  const fields = fieldsOf(document, "a batch");
  const { id, finished, total } = fields;
  if (typeof id !== "string" || typeof finished !== "number" || typeof total !== "number") {
    throw new UnexpectedAnswer("the answer is no batch: is this a Freehold server?");
  }
  return { ...(fields as unknown as Batch), items: itemsOf(fields).map(executionOf) };
}

export function secretOf(document: unknown): Secret {
  const fields = fieldsOf(document, "a secret");
  if (typeof fields["name"] !== "string" || typeof fields["version"] !== "number") {
    throw new UnexpectedAnswer("a secret is not as the contract says");
  }
  return fields as unknown as Secret;
}

export function secretsOf(document: unknown): readonly Secret[] {
  return itemsOf(fieldsOf(document, "a list of secrets")).map(secretOf);
}

export function receiptOf(envelope: Uint8Array): Receipt {
  const wrong = new UnexpectedAnswer("the answer is no receipt: is this a Freehold server?");
  try {
    const { payload } = JSON.parse(new TextDecoder().decode(envelope)) as { payload: string };
    const statement: unknown = JSON.parse(new TextDecoder().decode(fromBase64(payload)));
    if (typeof statement === "object" && statement !== null) {
      return { envelope, statement: statement as Receipt["statement"] };
    }
  } catch {
    throw wrong;
  }
  throw wrong;
}

export function runtimesOf(document: unknown): readonly Runtime[] {
  return itemsOf(fieldsOf(document, "a list of runtimes")).map(runtimeOf);
}

export function runtimeOf(document: unknown): Runtime {
  const fields = fieldsOf(document, "a runtime");
  if (typeof fields["name"] !== "string" || typeof fields["installed"] !== "boolean") {
    throw new UnexpectedAnswer("the answer is no runtime: is this a Freehold server?");
  }
  return fields as unknown as Runtime;
}

function fieldsOf(document: unknown, what: string): Fields {
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new UnexpectedAnswer(`the answer is not ${what}: is this a Freehold server?`);
  }
  return document as Fields;
}

function itemsOf(fields: Fields): readonly unknown[] {
  const items = fields["items"];
  if (!Array.isArray(items)) {
    throw new UnexpectedAnswer("the answer has no items: is this a Freehold server?");
  }
  return items;
}
