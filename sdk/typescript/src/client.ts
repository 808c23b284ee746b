/** The client: the whole API, by `fetch` alone. */
import { Conversation, type SocketClass } from "./attach.js";
import { digestOf } from "./bytes.js";
import { ConnectionFailed, NotFound, TimedOut, UnexpectedAnswer } from "./errors.js";
import { type Event, Following } from "./events.js";
import { type Call, NO_RETRIES, pauseAfter, type Reply, RETRIES, type Retries, sleep, Transport } from "./exchange.js";
import {
  type Artifact,
  type Batch,
  batchOf,
  type Execution,
  executionOf,
  pageOf,
  type Receipt,
  receiptOf,
  type Runtime,
  runtimeOf,
  runtimesOf,
  type Secret,
  secretOf,
  secretsOf,
} from "./model.js";
import { artifactPath, batchPath, blobPath, executionPath, runtimePath, secretPath, waitQuery } from "./paths.js";
import { documentOf, type ExecutionRequest } from "./request.js";
import { settingsOf } from "./settings.js";
import type { State, Verdict } from "./words.js";

const WAIT_MS = 30_000;
const ABANDON_MS = 5_000;
/** `fetch` does not tell how far an upload is, so that one slower than this counts as silence. */
const UPLOAD_BYTES_A_MS = 64;

export interface ClientOptions {
  /** FREEHOLD_SERVER by default, or `http://127.0.0.1:8080`. */
  readonly server?: string;
  /** FREEHOLD_KEY by default, which is shown to the server of the environment only. */
  readonly key?: string;
  readonly retries?: Partial<Retries>;
  /** Another `fetch`: for a proxy, or certificates of your own. */
  readonly fetch?: typeof fetch;
  /** The WebSocket for `attach`: that of the package `ws` in Node.js before 22, which has none of its own. */
  readonly webSocket?: SocketClass;
}

export interface Signalled {
  readonly signal?: AbortSignal;
}

export interface Waiting extends Signalled {
  /** Without it, as long as it takes. */
  readonly timeoutMs?: number;
}

export interface Submitting extends Signalled {
  /** The same key and request within 24 hours give the same result. */
  readonly idempotencyKey?: string;
}

export interface Filter extends Signalled {
  readonly state?: State;
  readonly verdict?: Verdict;
  readonly runtime?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly pageSize?: number;
}

/** A Freehold server. */
export class Client {
  readonly #transport: Transport;
  readonly #retries: Retries;
  readonly #webSocket: SocketClass | undefined;

  constructor(options: ClientOptions = {}) {
    const { server, headers } = settingsOf(options.server, options.key);
    this.#transport = new Transport(server, headers, options.fetch ?? fetch);
    this.#webSocket = options.webSocket ?? (globalThis as unknown as { WebSocket?: SocketClass }).WebSocket;
    this.#retries = { ...RETRIES, ...options.retries };
    if (!(this.#retries.attempts >= 1 && this.#retries.longestPauseMs >= 0)) {
      throw new RangeError("retries.attempts must be at least 1, and longestPauseMs not negative");
    }
  }

  get server(): string {
    return this.#transport.server;
  }

  /**
   * Runs one program to its end. Whatever it does is in the `verdict`; only what the server declines is thrown.
   *
   * If `timeoutMs` is over or `signal` is aborted, it is cancelled.
   */
  async run(request: ExecutionRequest, waiting: Waiting = {}): Promise<Execution> {
    const document = documentOf(request);
    const key = crypto.randomUUID();
    waiting.signal?.throwIfAborted();
    try {
      const deadline = new Deadline("the execution", waiting.timeoutMs);
      let execution = await this.#submit(document, key, deadline.nextWaitMs(), this.#retries, waiting.signal);
      while (execution.state !== "finished") {
        deadline.check();
        execution = await this.get(execution.id, { waitMs: deadline.nextWaitMs(), ...signalOf(waiting) });
      }
      return execution;
    } catch (failure) {
      if (failure instanceof TimedOut || waiting.signal?.aborted) {
        await this.#abandon(document, key);
      }
      throw failure;
    }
  }

  /** Begins an execution, and gives it as it is after at most `waitMs` (up to 120,000). It is durable from then on. */
  async submit(request: ExecutionRequest, options: Submitting & { readonly waitMs?: number } = {}): Promise<Execution> {
    const key = options.idempotencyKey ?? crypto.randomUUID();
    return this.#submit(documentOf(request), key, options.waitMs ?? 0, this.#retries, options.signal);
  }

  /** The execution as it is, or as it is at its end if that comes within `waitMs` (up to 120,000). */
  async get(id: string, options: Signalled & { readonly waitMs?: number } = {}): Promise<Execution> {
    const waitMs = options.waitMs ?? 0;
    return executionOf(await this.#json({ ...get(executionPath(id) + waitQuery(waitMs)), waitMs }, options));
  }

  /** The execution at its end. After `timeoutMs` TimedOut is thrown, and it goes on. */
  async wait(id: string, waiting: Waiting = {}): Promise<Execution> {
    const deadline = new Deadline(id, waiting.timeoutMs);
    for (;;) {
      const execution = await this.get(id, { waitMs: deadline.nextWaitMs(), ...signalOf(waiting) });
      if (execution.state === "finished") {
        return execution;
      }
      deadline.check();
    }
  }

  /** Executions, newest first; pages are fetched as they are needed. */
  async *executions(filter: Filter = {}): AsyncGenerator<Execution, void, undefined> {
    const query = new URLSearchParams();
    for (const name of ["state", "verdict", "runtime"] as const) {
      const value = filter[name];
      if (value !== undefined) {
        query.set(name, value);
      }
    }
    for (const [name, value] of Object.entries(filter.labels ?? {})) {
      query.append("label", `${name}:${value}`);
    }
    query.set("limit", String(filter.pageSize ?? 50));
    for (;;) {
      const page = pageOf(await this.#json(get(`/v1/executions?${query}`), filter));
      yield* page.items;
      if (page.next === null) {
        return;
      }
      query.set("cursor", page.next);
    }
  }

  /** Asks for its end; one that has ended stays as it is. */
  async cancel(id: string, options: Signalled = {}): Promise<Execution> {
    return executionOf(await this.#json({ method: "POST", path: `${executionPath(id)}/cancel` }, options));
  }

  /** Erases an execution that has ended, and all that was kept of it. */
  async delete(id: string, options: Signalled = {}): Promise<void> {
    await this.#erase({ method: "DELETE", path: executionPath(id) }, options);
  }

  async #erase(call: Call, options: Signalled): Promise<void> {
    let isLost = false;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#transport.ask(call, NO_RETRIES, options.signal);
        return;
      } catch (failure) {
        if (isLost && failure instanceof NotFound) {
          return; // an answer was lost, and this is what was wanted
        }
        isLost ||= failure instanceof ConnectionFailed;
        await sleep(pauseAfter(attempt, failure, this.#retries), options.signal);
      }
    }
  }

  /**
   * What happens, as it happens, up to `finished`. A connection that breaks is taken up where it broke.
   *
   * `after` is the `position` of an event already seen.
   */
  async *events(
    id: string,
    options: Signalled & { readonly after?: number } = {},
  ): AsyncGenerator<Event, void, undefined> {
    const following = new Following(`${executionPath(id)}/events`, options.after ?? 0, this.#retries);
    for (;;) {
      try {
        const opened = await this.#transport.open(following.call(), options.signal);
        for await (const chunk of opened.chunks()) {
          yield* following.feed(chunk);
          if (following.isOver) {
            return;
          }
        }
        throw new ConnectionFailed("the stream of events ended before the execution did");
      } catch (failure) {
        await sleep(following.broken(failure), options.signal);
      }
    }
  }

  /**
   * Talks to an `interactive` execution, or watches any. A connection that breaks is thrown as ConnectionFailed, for what was being said
   * may be lost; `after` is the `position` of an event already seen, to come back by.
   */
  async attach(id: string, options: { readonly after?: number } = {}): Promise<Conversation> {
    if (this.#webSocket === undefined) {
      throw new TypeError("there is no WebSocket here: give `webSocket` to the client, such as that of the package ws");
    }
    const url = `${this.server.replace(/^http/, "ws")}${executionPath(id)}/attach?after=${options.after ?? 0}`;
    try {
      return await Conversation.open(new this.#webSocket(url, { headers: this.#transport.headers }));
    } catch (failure) {
      await this.get(id); // says why, where it is about this execution or this key
      throw failure;
    }
  }

  /** Stores a value of 4 to 65,536 bytes as the newest version of a secret; it is never given back. Needs the right `secrets`. */
  async putSecret(name: string, value: string | Uint8Array, options: Signalled = {}): Promise<Secret> {
    const headers = { "Content-Type": "application/octet-stream" };
    const body = typeof value === "string" ? new TextEncoder().encode(value) : value;
    return secretOf(await this.#json({ method: "PUT", path: secretPath(name), headers, body }, options));
  }

  /** The names and newest versions of what is stored; never a value. */
  async secrets(options: Signalled = {}): Promise<readonly Secret[]> {
    return secretsOf(await this.#json(get("/v1/secrets"), options));
  }

  /** Erases all values of a secret. Executions that wait for it are cancelled when their turn comes. */
  async deleteSecret(name: string, options: Signalled = {}): Promise<void> {
    await this.#erase({ method: "DELETE", path: secretPath(name) }, options);
  }

  /** The signed receipt of an execution that has ended, not verified; Conflict while it lives. */
  async receipt(id: string, options: Signalled = {}): Promise<Receipt> {
    return receiptOf((await this.#ask(get(`${executionPath(id)}/receipt`), options)).body);
  }

  /** The bytes of a file that the execution brought back, by its path. */
  async artifact(id: string, artifact: string | Artifact, options: Signalled = {}): Promise<Uint8Array> {
    return (await this.#ask(get(artifactPath(id, artifact)), options)).body;
  }

  /** The same bit by bit, without holding it in memory. It is not begun again: ConnectionFailed says that it is not whole. */
  async *download(
    id: string,
    artifact: string | Artifact,
    options: Signalled = {},
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const opened = await this.#transport.open(get(artifactPath(id, artifact)), options.signal);
    yield* opened.chunks();
  }

  /** Stores bytes unless the server has them, and gives the digest, for a file's `blob`. */
  async upload(content: Uint8Array | Blob, options: Signalled = {}): Promise<string> {
    const digest = await digestOf(content);
    if (!(await this.hasBlob(digest, options))) {
      const headers = { "Content-Type": "application/octet-stream" };
      const waitMs = (content instanceof Blob ? content.size : content.length) / UPLOAD_BYTES_A_MS;
      await this.#ask({ method: "PUT", path: blobPath(digest), headers, body: content, waitMs }, options);
    }
    return digest;
  }

  async hasBlob(digest: string, options: Signalled = {}): Promise<boolean> {
    try {
      await this.#ask({ method: "HEAD", path: blobPath(digest) }, options);
      return true;
    } catch (failure) {
      if (failure instanceof NotFound) {
        return false;
      }
      throw failure;
    }
  }

  /** Begins up to 1,000 executions, all or none. `labels` are for each of them that has none of that name. */
  async submitBatch(
    requests: readonly ExecutionRequest[],
    options: Submitting & { readonly labels?: Readonly<Record<string, string>> } = {},
  ): Promise<Batch> {
    const document = {
      executions: requests.map(documentOf),
      ...(options.labels === undefined ? {} : { labels: options.labels }),
    };
    const key = options.idempotencyKey ?? crypto.randomUUID();
    return batchOf(await this.#json(post("/v1/batches", document, key), options));
  }

  async getBatch(id: string, options: Signalled & { readonly waitMs?: number } = {}): Promise<Batch> {
    const waitMs = options.waitMs ?? 0;
    return batchOf(await this.#json({ ...get(batchPath(id) + waitQuery(waitMs)), waitMs }, options));
  }

  /** The batch when all of it has ended. After `timeoutMs` TimedOut is thrown, and it goes on. */
  async waitBatch(id: string, waiting: Waiting = {}): Promise<Batch> {
    const deadline = new Deadline(id, waiting.timeoutMs);
    for (;;) {
      const batch = await this.getBatch(id, { waitMs: deadline.nextWaitMs(), ...signalOf(waiting) });
      if (batch.finished === batch.total) {
        return batch;
      }
      deadline.check();
    }
  }

  /** What can be run here, and what cannot and why. */
  async runtimes(options: Signalled = {}): Promise<readonly Runtime[]> {
    return runtimesOf(await this.#json(get("/v1/runtimes"), options));
  }

  async runtime(name: string, options: Signalled = {}): Promise<Runtime> {
    return runtimeOf(await this.#json(get(runtimePath(name)), options));
  }

  async #submit(
    document: object,
    key: string,
    waitMs: number,
    retries: Retries,
    signal: AbortSignal | undefined,
  ): Promise<Execution> {
    const call = { ...post(`/v1/executions${waitQuery(waitMs)}`, document, key), waitMs };
    return executionOf(jsonOf(await this.#transport.ask(call, retries, signal)));
  }

  /** Ends what was begun with that key: its id may not be known yet, and the same key and request tell it. */
  async #abandon(document: object, key: string): Promise<void> {
    const signal = AbortSignal.timeout(ABANDON_MS);
    try {
      const { id } = await this.#submit(document, key, 0, NO_RETRIES, signal);
      await this.#transport.ask({ method: "POST", path: `${executionPath(id)}/cancel` }, NO_RETRIES, signal);
    } catch {
      // What the caller is told is why it was abandoned; its limits end it.
    }
  }

  #ask(call: Call, options: Signalled): Promise<Reply> {
    return this.#transport.ask(call, this.#retries, options.signal);
  }

  async #json(call: Call, options: Signalled): Promise<unknown> {
    return jsonOf(await this.#ask(call, options));
  }
}

/** Runs one program to its end, with a client of the environment; see `Client.run`. */
export function run(request: ExecutionRequest, waiting: Waiting = {}): Promise<Execution> {
  return new Client().run(request, waiting);
}

class Deadline {
  readonly #subject: string;
  readonly #timeoutMs: number;
  readonly #endMs: number;

  constructor(subject: string, timeoutMs = Infinity) {
    this.#subject = subject;
    this.#timeoutMs = timeoutMs;
    this.#endMs = performance.now() + timeoutMs;
  }

  nextWaitMs(): number {
    return Math.max(0, Math.min(WAIT_MS, this.#endMs - performance.now()));
  }

  check(): void {
    if (performance.now() >= this.#endMs) {
      throw new TimedOut(`${this.#subject} had not ended after ${this.#timeoutMs} ms`);
    }
  }
}

function get(path: string): Call {
  return { method: "GET", path };
}

function post(path: string, document: object, key: string): Call {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
  return { method: "POST", path, headers, body: JSON.stringify(document) };
}

function signalOf(options: Signalled): Signalled {
  return options.signal === undefined ? {} : { signal: options.signal };
}

function jsonOf(reply: Reply): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(reply.body)) as unknown;
  } catch {
    throw new UnexpectedAnswer("the answer is not JSON: is this a Freehold server?");
  }
}
