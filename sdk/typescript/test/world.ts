/** The real server that the tests speak to, and how to stand a fault between it and a client. */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Client, type ClientOptions } from "@freehold/client";

function need(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: run sdk/check, which starts a server`);
  }
  return value;
}

export const SERVER = need("FREEHOLD_SERVER");
export const KEY = need("FREEHOLD_KEY");

export function client(options: ClientOptions = {}): Client {
  return new Client({ key: KEY, retries: { attempts: 4, longestPauseMs: 2_000 }, ...options });
}

/** The request does not reach the server; this is the answer. */
export interface Says {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The request reaches the server; the connection breaks after so many bytes of the answer, or before any answer. */
export interface Cuts {
  readonly cutAfter: number | "nothing";
}

export interface Seen {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingMessage["headers"];
}

export interface Proxy {
  readonly server: string;
  readonly faults: (Says | Cuts)[];
  readonly seen: Seen[];
}

/** A proxy that does what its faults say, one a request, and then only forwards. */
export async function between(faults: (Says | Cuts)[], act: (proxy: Proxy) => Promise<void>): Promise<void> {
  const seen: Seen[] = [];
  const server = createServer((incoming, outgoing) => {
    seen.push({ method: incoming.method, path: incoming.url, headers: incoming.headers });
    const fault = faults.shift();
    if (fault !== undefined && "status" in fault) {
      incoming.resume();
      outgoing.writeHead(fault.status, fault.headers).end(fault.body);
    } else {
      forward(incoming, outgoing, fault?.cutAfter);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await act({ server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, faults, seen });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, cutAfter: number | "nothing" | undefined): void {
  const { method, headers, url } = incoming;
  const upstream = request(SERVER + (url ?? "/"), { method, headers: { ...headers, host: new URL(SERVER).host } });
  upstream.on("error", () => outgoing.destroy());
  upstream.on("response", (answer) => {
    if (cutAfter === "nothing") {
      answer.destroy();
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    let left = cutAfter ?? Infinity;
    answer.on("data", (chunk: Buffer) => {
      const part = chunk.subarray(0, left);
      left -= part.length;
      outgoing.write(part, () => {
        if (left <= 0) {
          answer.destroy();
          outgoing.destroy();
        }
      });
    });
    answer.on("end", () => outgoing.end());
    answer.on("error", () => outgoing.destroy());
  });
  outgoing.on("close", () => upstream.destroy());
  incoming.pipe(upstream);
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) {
    found.push(item);
  }
  return found;
}
