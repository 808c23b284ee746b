/** The closed lists of the contract. A test compares each with the server's OpenAPI document. */

export const State = {
  Queued: "queued",
  Building: "building",
  Running: "running",
  Finished: "finished",
} as const;
export type State = (typeof State)[keyof typeof State];

/** How an execution ended. The server's failure is Faulted; every other is about the program. */
export const Verdict = {
  Faulted: "faulted",
  Cancelled: "cancelled",
  BuildFailed: "build_failed",
  MemoryExceeded: "memory_exceeded",
  CpuExceeded: "cpu_exceeded",
  WallExceeded: "wall_exceeded",
  OutputExceeded: "output_exceeded",
  Forbidden: "forbidden",
  Crashed: "crashed",
  Failed: "failed",
  Succeeded: "succeeded",
} as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

export const Tier = {
  Process: "process",
  Gvisor: "gvisor",
  Microvm: "microvm",
} as const;
export type Tier = (typeof Tier)[keyof typeof Tier];

export const Start = {
  Cold: "cold",
  Warm: "warm",
} as const;
export type Start = (typeof Start)[keyof typeof Start];

export const Origin = {
  Host: "host",
  Bundle: "bundle",
} as const;
export type Origin = (typeof Origin)[keyof typeof Origin];

export const Retain = {
  Full: "full",
  Digest: "digest",
  None: "none",
} as const;
export type Retain = (typeof Retain)[keyof typeof Retain];

export const Stream = {
  Stdout: "stdout",
  Stderr: "stderr",
} as const;
export type Stream = (typeof Stream)[keyof typeof Stream];

/** Those that can be sent to a program. */
export const Signal = {
  Hup: "SIGHUP",
  Int: "SIGINT",
  Quit: "SIGQUIT",
  Kill: "SIGKILL",
  Usr1: "SIGUSR1",
  Usr2: "SIGUSR2",
  Term: "SIGTERM",
  Cont: "SIGCONT",
  Tstp: "SIGTSTP",
} as const;
export type Signal = (typeof Signal)[keyof typeof Signal];

export const StepName = {
  Build: "build",
  Run: "run",
} as const;
export type StepName = (typeof StepName)[keyof typeof StepName];

/** What a problem is about; each is documented by the server at `/errors/<slug>`. */
export const Slug = {
  Malformed: "malformed",
  Unauthenticated: "unauthenticated",
  Forbidden: "forbidden",
  PolicyDenied: "policy-denied",
  NotFound: "not-found",
  MethodNotAllowed: "method-not-allowed",
  Conflict: "conflict",
  TooLarge: "too-large",
  NotJson: "not-json",
  Invalid: "invalid",
  LimitAboveCeiling: "limit-above-ceiling",
  RuntimeUnknown: "runtime-unknown",
  RuntimeMissing: "runtime-missing",
  TierUnavailable: "tier-unavailable",
  NotOffered: "not-offered",
  QueueFull: "queue-full",
  RateExceeded: "rate-exceeded",
  ConcurrencyExceeded: "concurrency-exceeded",
  BudgetExceeded: "budget-exceeded",
  Fault: "fault",
  Unavailable: "unavailable",
} as const;
export type Slug = (typeof Slug)[keyof typeof Slug];

/** Whether a list has the word: a newer server may send others. */
export function isOne<T extends string>(list: Readonly<Record<string, T>>, word: unknown): word is T {
  return Object.values<unknown>(list).includes(word);
}
