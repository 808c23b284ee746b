/** One call and its answer, and coming again. Each call of this API may be repeated: those that begin something carry a key. */
import { ApiError, ConnectionFailed, errorOf, UnexpectedAnswer } from "./errors.js";

/** How often a call is made in all, and how long a pause may be: a server that asks for more is left alone, by the error. */
export interface Retries {
  readonly attempts: number;
  readonly longestPauseMs: number;
}

export const RETRIES: Retries = { attempts: 5, longestPauseMs: 30_000 };
export const NO_RETRIES: Retries = { attempts: 1, longestPauseMs: 0 };

const COME_AGAIN: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const BACKOFF_MS = 200;
const BACKOFF_MOST_MS = 5_000;
/** How long a server may be silent in what it should answer at once; it sends a comment each 10 s where it streams. */
const SILENCE_MS = 30_000;

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Blob;
  /** How long the server was asked to wait. */
  readonly waitMs?: number;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** Milliseconds to wait before the next attempt, or throws the failure if there is to be none. */
export function pauseAfter(attempt: number, failure: unknown, retries: Retries): number {
  let pause = (0.5 + Math.random() / 2) * Math.min(BACKOFF_MOST_MS, BACKOFF_MS * 2 ** (attempt - 1));
  if (failure instanceof ApiError && COME_AGAIN.has(failure.status)) {
    pause = failure.retryAfterMs ?? pause;
  } else if (!(failure instanceof ConnectionFailed)) {
    throw failure;
  }
  if (attempt >= retries.attempts || pause > retries.longestPauseMs) {
    throw failure;
  }
  return pause;
}

/** Speaks to one server. What it shows it is in no text made of it. */
export class Transport {
  readonly server: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #fetch: typeof fetch;

  constructor(server: string, headers: Readonly<Record<string, string>>, fetching: typeof fetch) {
    this.server = server;
    this.#headers = headers;
    this.#fetch = fetching;
  }

  /** What is shown to this server. */
  get headers(): Readonly<Record<string, string>> {
    return this.#headers;
  }

  /** The answer of a call that succeeded. */
  async ask(call: Call, retries: Retries, signal?: AbortSignal): Promise<Reply> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(call, signal);
      } catch (failure) {
        await sleep(pauseAfter(attempt, failure, retries), signal);
      }
    }
  }

  async #once(call: Call, signal?: AbortSignal): Promise<Reply> {
    const parts: Uint8Array[] = [];
    const opened = await this.open(call, signal);
    for await (const part of opened.chunks()) {
      parts.push(part);
    }
    return { status: opened.status, headers: opened.headers, body: joined(parts) };
  }

  /** An answer of success, whose body comes bit by bit. Whoever opens it reads it. */
  async open(call: Call, signal?: AbortSignal): Promise<Opened> {
    signal?.throwIfAborted();
    const watch = new Watch(SILENCE_MS + (call.waitMs ?? 0), signal);
    try {
      const response = await this.#fetch.call(globalThis, this.server + call.path, {
        method: call.method,
        headers: { ...this.#headers, ...call.headers },
        body: (call.body ?? null) as BodyInit | null,
        redirect: "manual",
        credentials: "omit",
        cache: "no-store",
        signal: watch.signal,
      });
      if (!response.ok) {
        const said = await response.text();
        throw errorOf(response.status || 307, response.headers, said);
      }
      return new Opened(response, watch, this.server);
    } catch (failure) {
      watch.close();
      throw watch.failureOf(failure, this.server);
    }
  }
}

/** An answer that is being read. */
export class Opened {
  readonly status: number;
  readonly headers: Headers;
  readonly #response: Response;
  readonly #watch: Watch;
  readonly #server: string;

  constructor(response: Response, watch: Watch, server: string) {
    this.status = response.status;
    this.headers = response.headers;
    this.#response = response;
    this.#watch = watch;
    this.#server = server;
  }

  /**
   * What has come, as it comes; ConnectionFailed if that is not all that was announced. Whoever stops before the end ends the
   * connection.
   */
  async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = this.#response.body?.getReader();
    try {
      for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
        this.#watch.touch();
        yield part.value;
      }
    } catch (failure) {
      throw this.#watch.failureOf(failure, this.#server);
    } finally {
      this.#watch.close();
    }
  }
}

/** Ends a call when the caller aborts it or the server has been silent for too long, and knows which it was. */
class Watch {
  readonly #controller = new AbortController();
  readonly #silenceMs: number;
  readonly #caller: AbortSignal | undefined;
  readonly #abort = (): void => this.#controller.abort(this.#caller?.reason);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(silenceMs: number, caller: AbortSignal | undefined) {
    this.#silenceMs = silenceMs;
    this.#caller = caller;
    caller?.addEventListener("abort", this.#abort);
    this.touch();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  touch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(new Silence()), this.#silenceMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener("abort", this.#abort);
    this.#controller.abort();
  }

  failureOf(failure: unknown, server: string): unknown {
    if (this.#caller?.aborted) {
      return this.#caller.reason;
    }
    if (failure instanceof ApiError || failure instanceof UnexpectedAnswer) {
      return failure;
    }
    const cause = failure instanceof Error && failure.cause instanceof Error ? failure.cause : failure;
    const said = cause instanceof Error ? cause.message || cause.name : String(cause);
    return new ConnectionFailed(`no answer from ${server}: ${said}`, { cause: failure });
  }
}

class Silence extends Error {
  constructor() {
    super("the server was silent for too long");
  }
}

/** Waits, unless the signal is aborted first. */
export function sleep(pauseMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, pauseMs);
    signal?.addEventListener("abort", abort, { once: true });
  });
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) {
    return parts[0];
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let begin = 0;
  for (const part of parts) {
    whole.set(part, begin);
    begin += part.length;
  }
  return whole;
}
