/** What can go wrong, as errors. What the *program* did wrong is no error but a verdict. */
import type { Slug } from "./words.js";

/** All that this package throws, but for wrong arguments (TypeError, RangeError) and the reason of an aborted signal. */
export class FreeholdError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

/** The server was not reached, or went away before its answer was whole. */
export class ConnectionFailed extends FreeholdError {}

/** The answer is none of this API's: another server, a proxy's page, or a word that a newer server added. */
export class UnexpectedAnswer extends FreeholdError {}

/** The time that the caller gave is over, and what was waited for had not ended. */
export class TimedOut extends FreeholdError {}

/** One bad value: `pointer` is `#/limits/cpu_ms` in a body, `?limit` in a query. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

interface Problem {
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly fault_id?: string;
}

/** The server declined, and says why and what to do in a problem document (RFC 9457). */
export class ApiError extends FreeholdError {
  readonly status: number;
  /** Another word than those of `Slug` where a newer server has one. */
  readonly slug: Slug | (string & {});
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly faultId: string | undefined;
  /** Milliseconds after which to come again, where the server says so. */
  readonly retryAfterMs: number | undefined;

  constructor(problem: Problem, retryAfterMs: number | undefined) {
    const slug = problem.type.replace(/^\/errors\//, "");
    const errors = problem.errors ?? [];
    const pointed = errors.map((each) => `\n  ${each.pointer} ${each.detail}`).join("");
    super(`${slug} (${problem.status}): ${problem.detail}${pointed}`);
    this.status = problem.status;
    this.slug = slug;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = errors;
    this.faultId = problem.fault_id;
    this.retryAfterMs = retryAfterMs;
  }
}

/** 400, 405, 413, 415, 422: this request will not be carried out; `errors` points at the values. */
export class Refused extends ApiError {}
/** 401: no key, or none that this server knows. */
export class Unauthenticated extends ApiError {}
/** 403: the key lacks that right. */
export class Forbidden extends ApiError {}
/** 404: not there, or another tenant's, which looks the same. */
export class NotFound extends ApiError {}
/** 409: an idempotency key with another body, or erasing what lives. */
export class Conflict extends ApiError {}
/** 429, after all retries. */
export class Busy extends ApiError {}
/** 502, 503, 504, after all retries. */
export class Unavailable extends ApiError {}
/** Any other 5xx: the server failed; `faultId` names it in its log. */
export class Fault extends ApiError {}

const BY_STATUS: Readonly<Record<number, typeof ApiError>> = {
  401: Unauthenticated,
  403: Forbidden,
  404: NotFound,
  409: Conflict,
  429: Busy,
  502: Unavailable,
  503: Unavailable,
  504: Unavailable,
};

/** The error for an answer that is no success. */
export function errorOf(status: number, headers: Headers, body: string): FreeholdError {
  if (status < 400) {
    return new UnexpectedAnswer(`the answer has status ${status}, which this API has not: is this a Freehold server?`);
  }
  const kind = BY_STATUS[status] ?? (status >= 500 ? Fault : Refused);
  const seconds = headers.get("Retry-After") ?? "";
  return new kind(
    { ...problemOf(status, body), status },
    /^\d{1,9}$/.test(seconds) ? Number(seconds) * 1000 : undefined,
  );
}

/** An answer to HEAD has no body, and one of a proxy is no problem document. */
function problemOf(status: number, body: string): Problem {
  const unknown = { status, type: `http-${status}`, title: "No problem document", detail: "The answer says no more." };
  try {
    const problem = JSON.parse(body) as Partial<Problem> | null;
    const isOfOurs = typeof problem?.type === "string" && typeof problem.detail === "string";
    return isOfOurs && Array.isArray(problem.errors ?? []) ? { ...unknown, ...problem } : unknown;
  } catch {
    return unknown;
  }
}
