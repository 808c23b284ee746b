/** What happens in an execution while it happens, and taking up a broken stream where it broke. No I/O. */
import { fromBase64 } from "./bytes.js";
import { UnexpectedAnswer } from "./errors.js";
import { type Call, pauseAfter, type Retries } from "./exchange.js";
import { type Execution, executionOf } from "./model.js";
import { isOne, State, StepName, Stream } from "./words.js";

/** `position` is where to resume behind this event, here as in every event. */
export interface StateChanged {
  readonly type: "state";
  readonly position: number;
  readonly state: State;
}

/** A part of one stream of one step. `offset` counts its bytes from 0; a part may end within a character. */
export interface Output {
  readonly type: Stream;
  readonly position: number;
  readonly step: StepName;
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** The last event: the execution as it is at its end. */
export interface Finished {
  readonly type: "finished";
  readonly position: number;
  readonly execution: Execution;
}

export type Event = StateChanged | Output | Finished;

/** The events of one execution over as many connections as it takes. An event is told once, whatever breaks between. */
export class Following {
  readonly #path: string;
  readonly #retries: Retries;
  #position: number;
  #fruitless = 0;
  #parser = new Parser();
  isOver = false;

  constructor(path: string, after: number, retries: Retries) {
    this.#path = path;
    this.#position = after;
    this.#retries = retries;
  }

  call(): Call {
    this.#parser = new Parser();
    const headers = { Accept: "text/event-stream", "Last-Event-ID": String(this.#position) };
    return { method: "GET", path: this.#path, headers };
  }

  *feed(chunk: Uint8Array): Generator<Event, void, undefined> {
    for (const [position, name, data] of this.#parser.feed(chunk)) {
      const event = eventOf(position, name, data);
      // A server that crashed runs what it had promised again, from its first event on.
      if (event !== undefined && (position > this.#position || event.type === "finished")) {
        this.#fruitless = 0;
        this.#position = position;
        this.isOver = event.type === "finished";
        yield event;
        if (this.isOver) {
          return;
        }
      }
    }
  }

  /** Milliseconds until the next connection; throws the failure after as many in a row as brought nothing. */
  broken(failure: unknown): number {
    this.#fruitless += 1;
    return pauseAfter(this.#fruitless, failure, this.#retries);
  }
}

/** None where a newer server has more kinds of event. */
export function eventOf(position: number, type: string, data: string): Event | undefined {
  const wrong = (): UnexpectedAnswer => new UnexpectedAnswer(`an event ${type} is not as the contract says`);
  if (type !== "state" && type !== "finished" && !isOne(Stream, type)) {
    return undefined;
  }
  const fields = parsed(data, wrong);
  if (type === "finished") {
    return { type, position, execution: executionOf(fields) };
  }
  if (type === "state") {
    const state = fields["state"];
    if (!isOne(State, state)) {
      throw wrong();
    }
    return { type, position, state };
  }
  const { step, offset, text, base64 } = fields;
  if (!isOne(StepName, step) || typeof offset !== "number") {
    throw wrong();
  }
  if (typeof text === "string") {
    return { type, position, step, offset, bytes: new TextEncoder().encode(text), text };
  }
  if (typeof base64 !== "string") {
    throw wrong();
  }
  const bytes = fromBase64(base64);
  return { type, position, step, offset, bytes, text: new TextDecoder().decode(bytes) };
}

function parsed(data: string, wrong: () => UnexpectedAnswer): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(data);
    if (typeof document === "object" && document !== null) {
      return document as Record<string, unknown>;
    }
  } catch {
    throw wrong();
  }
  throw wrong();
}

/** Server-sent events (HTML Standard, section 9.2) with ids that are positions. An event without one is passed over. */
class Parser {
  readonly #decoder = new TextDecoder();
  #parts: string[] = [];
  #name = "";
  #id = "";
  #data: string[] = [];

  *feed(chunk: Uint8Array): Generator<[number, string, string], void, undefined> {
    const lines = this.#decoder.decode(chunk, { stream: true }).split("\n");
    for (const [index, piece] of lines.entries()) {
      this.#parts.push(piece);
      if (index === lines.length - 1) {
        return;
      }
      const line = this.#parts.join("").replace(/\r$/, "");
      this.#parts = [];
      if (line !== "") {
        this.#field(line);
        continue;
      }
      if (this.#data.length > 0 && /^\d+$/.test(this.#id)) {
        yield [Number(this.#id), this.#name, this.#data.join("\n")];
      }
      this.#name = "";
      this.#data = [];
    }
  }

  #field(line: string): void {
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") {
      this.#name = value;
    } else if (name === "id") {
      this.#id = value;
    } else if (name === "data") {
      this.#data.push(value);
    }
  }
}
