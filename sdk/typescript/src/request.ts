/** What is asked for. Absent means the server's default; what a server does not offer it refuses, and never ignores. */
import { toBase64 } from "./bytes.js";
import type { Retain, StepName, Tier } from "./words.js";

/** Ceilings of one step. Above the server's ceiling is refused, never lowered. */
export interface Limits {
  readonly cpu_ms?: number;
  readonly wall_ms?: number;
  readonly memory_bytes?: number;
  readonly processes?: number;
  readonly output_bytes?: number;
  readonly disk_bytes?: number;
  readonly open_files?: number;
}

/** A file of the program: either its content, or the digest of one that was uploaded (`sha256:…`). */
export interface File {
  readonly path: string;
  readonly content?: string | Uint8Array;
  readonly blob?: string;
  readonly executable?: boolean;
}

export interface Build {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A command line in place of the runtime's own, in the root of that step: `build` has the compiler. Nothing is built then. */
export interface Command {
  readonly argv: readonly string[];
  readonly step?: StepName;
}

/** A stored secret that the run step gets: either as the variable `env` or as the file `file`; its newest version unless one is named. */
export interface SecretUse {
  readonly name: string;
  readonly env?: string;
  readonly file?: string;
  readonly version?: number;
}

export interface Network {
  readonly allow?: readonly string[];
}

export interface Terminal {
  readonly rows: number;
  readonly columns: number;
}

/** Where the finished execution is posted. `secret` (`whsec_…`) signs it; by default the tenant's own does. */
export interface Callback {
  readonly url: string;
  readonly secret?: string;
}

export interface Program {
  readonly runtime: string;
  readonly source?: string;
  readonly files?: readonly File[];
  readonly entry?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly build?: Build;
  readonly stdin?: string | Uint8Array;
  readonly limits?: Limits;
  readonly build_limits?: Limits;
  readonly network?: Network;
  readonly tier?: Tier;
  readonly deterministic?: boolean;
  readonly secrets?: readonly SecretUse[];
  readonly collect?: readonly string[];
  readonly terminal?: Terminal;
  readonly interactive?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  readonly callback?: Callback;
  readonly retain?: Retain;
  readonly command?: Command;
}

/** One program: either `source` or `files`; with a `command` neither is needed. */
export type ExecutionRequest = Program & (OfSource | OfFiles | OfCommand);
type OfSource = { readonly source: string; readonly files?: never };
type OfFiles = { readonly files: readonly File[]; readonly source?: never };
type OfCommand = { readonly command: Command; readonly files?: never; readonly source?: never };

/** The document that is sent: bytes as `…_base64` beside the name of the text. */
export function documentOf(request: ExecutionRequest): Record<string, unknown> {
  const given = [request.source, request.files].filter((each) => each !== undefined).length;
  if (given > 1 || (given === 0 && request.command === undefined)) {
    throw new TypeError("a request has either source or files");
  }
  const { stdin, files, ...rest } = request as Program;
  return {
    ...rest,
    ...(files === undefined ? {} : { files: files.map(fileOf) }),
    ...binary("stdin", stdin),
  };
}

function fileOf(file: File): Record<string, unknown> {
  if ((file.content === undefined) === (file.blob === undefined)) {
    throw new TypeError(`a file has either content or blob: ${file.path}`);
  }
  const { content, ...rest } = file;
  return { ...rest, ...binary("content", content) };
}

function binary(name: string, value: string | Uint8Array | undefined): Record<string, string> {
  if (value === undefined) {
    return {};
  }
  return typeof value === "string" ? { [name]: value } : { [`${name}_base64`]: toBase64(value) };
}
