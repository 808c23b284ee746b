/** Talking to a program while it runs: input, signals and sizes there, output and the end back. */
import { toBase64 } from "./bytes.js";
import { ConnectionFailed, errorOf, UnexpectedAnswer } from "./errors.js";
import { type Event, eventOf } from "./events.js";
import { sleep } from "./exchange.js";
import type { Terminal } from "./request.js";
import type { Signal } from "./words.js";

/** Of one message; in base64, it has to fit into 256 KiB. */
const INPUT_MOST_BYTES = 128 << 10;
const UNSENT_MOST_BYTES = 1 << 20;
const UNSENT_LOOK_MS = 5;

/** What is used of a WebSocket. */
export interface Socket {
  readonly bufferedAmount: number;
  send(text: string): void;
  close(): void;
  addEventListener(type: "open" | "message" | "error" | "close", listener: (event: any) => void): void;
}

/** That of Node.js from 22 on, of Deno and Bun, and of the package `ws`: a browser's shows no key. */
export type SocketClass = new (url: string, options: { headers: Readonly<Record<string, string>> }) => Socket;

/**
 * A program that is talked to. Iterating gives its events up to `finished`. What the server does not pass on, as input to a program that
 * takes none, is thrown where events are read. Leaving does not end the execution.
 */
export class Conversation implements AsyncIterable<Event> {
  readonly #socket: Socket;
  readonly #heard: string[] = [];
  #ended: ConnectionFailed | undefined;
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.addEventListener("message", (event: { data: unknown }) => {
      this.#heard.push(String(event.data));
      this.#wake();
    });
    socket.addEventListener("close", (event: { code: number; reason: string }) => {
      const why = `${event.code} ${event.reason}`.trim();
      this.#ended = new ConnectionFailed(`the conversation ended before the execution did: ${why}`);
      this.#wake();
    });
  }

  /** Opens one; rejects without saying why, for a WebSocket does not tell. */
  static open(socket: Socket): Promise<Conversation> {
    const conversation = new Conversation(socket);
    return new Promise((resolve, reject) => {
      socket.addEventListener("open", () => resolve(conversation));
      socket.addEventListener("error", () => reject(new ConnectionFailed("the conversation could not be opened")));
    });
  }

  /** Says it to the program's standard input; waits while the program leaves too much of it unread. */
  async write(content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    for (let begin = 0; begin < bytes.length; begin += INPUT_MOST_BYTES) {
      this.#say({ stdin_base64: toBase64(bytes.subarray(begin, begin + INPUT_MOST_BYTES)) });
      while (this.#ended === undefined && this.#socket.bufferedAmount > UNSENT_MOST_BYTES) {
        await sleep(UNSENT_LOOK_MS);
      }
    }
  }

  /** On a terminal this types its end-of-file character. */
  endInput(): void {
    this.#say({ eof: true });
  }

  signal(signal: Signal): void {
    this.#say({ signal });
  }

  resize(size: Terminal): void {
    this.#say({ resize: size });
  }

  close(): void {
    this.#socket.close();
  }

  #say(message: object): void {
    if (this.#ended !== undefined) {
      throw this.#ended;
    }
    this.#socket.send(JSON.stringify(message));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    for (;;) {
      const message = this.#heard.shift();
      if (message !== undefined) {
        const event = heard(message);
        if (event !== undefined) {
          yield event;
        }
        if (event?.type === "finished") {
          return;
        }
      } else if (this.#ended !== undefined) {
        throw this.#ended;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }
}

/** None where a newer server has more to say. */
function heard(message: string): Event | undefined {
  let said: { event?: unknown; id?: unknown; data?: { status?: unknown } } | null;
  try {
    said = JSON.parse(message) as typeof said;
  } catch {
    said = null;
  }
  if (said === null || typeof said.event !== "string") {
    throw new UnexpectedAnswer("a message of a conversation is not as the contract says");
  }
  const data = JSON.stringify(said.data);
  if (said.event === "refused") {
    throw errorOf(Number(said.data?.status), new Headers(), data);
  }
  return eventOf(Number(said.id), said.event, data);
}
