/**
 * Client of Freehold, which runs untrusted code on machines you own. Names of fields are those of the HTTP API.
 *
 * @example
 * import { Client } from "@freehold/client";
 * const execution = await new Client().run({ runtime: "python", source: "print(6 * 7)" });
 * console.log(execution.verdict, execution.run?.stdout);
 */
export { Conversation, type Socket, type SocketClass } from "./attach.js";
export { bytesOf } from "./bytes.js";
export {
  Client,
  run,
  type ClientOptions,
  type Filter,
  type Signalled,
  type Submitting,
  type Waiting,
} from "./client.js";
export {
  ApiError,
  Busy,
  Conflict,
  ConnectionFailed,
  Fault,
  Forbidden,
  FreeholdError,
  NotFound,
  Refused,
  TimedOut,
  Unauthenticated,
  Unavailable,
  UnexpectedAnswer,
  type FieldError,
} from "./errors.js";
export type { Event, Finished, Output, StateChanged } from "./events.js";
export type { Retries } from "./exchange.js";
export type {
  Artifact,
  Batch,
  EffectiveLimits,
  Evidence,
  Execution,
  PolicyVersion,
  Receipt,
  Repeatability,
  Runtime,
  RuntimeStep,
  RuntimeSteps,
  RuntimeUsed,
  RuntimeVersion,
  Secret,
  SecretVersion,
  Step,
  Timing,
  Usage,
} from "./model.js";
export type {
  Build,
  Callback,
  Command,
  ExecutionRequest,
  File,
  Limits,
  Network,
  SecretUse,
  Terminal,
} from "./request.js";
export { Origin, Retain, Signal, Slug, Start, State, StepName, Stream, Tier, Verdict } from "./words.js";
