/** Where the server is, and what is shown to it. */
const SERVER_DEFAULT = "http://127.0.0.1:8080";

export interface Settings {
  readonly server: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** By default what FREEHOLD_SERVER and FREEHOLD_KEY say. The key of the environment is shown to the server of the environment only. */
export function settingsOf(server: string | undefined, key: string | undefined): Settings {
  const environment = environmentOf();
  const standing = environment["FREEHOLD_SERVER"] || SERVER_DEFAULT;
  const address = addressOf(server ?? standing);
  const isStanding = server === undefined || addressOf(standing).origin === address.origin;
  const shown = key ?? (isStanding ? environment["FREEHOLD_KEY"] : undefined);
  if (shown && !/^[!-~]+$/.test(shown)) {
    throw new TypeError("the key has characters that no key has: is there a line break at its end?");
  }
  const headers: Record<string, string> = { Accept: "application/json" };
  if (shown) {
    headers["Authorization"] = `Bearer ${shown}`;
  }
  return { server: address.href.replace(/\/+$/, ""), headers };
}

function addressOf(text: string): URL {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address === undefined || !["http:", "https:"].includes(address.protocol)) {
    throw new TypeError(`not the address of a server, such as ${SERVER_DEFAULT}: ${text.replace(/^.*@/, "")}`);
  }
  if (address.username || address.password || address.search || address.hash) {
    throw new TypeError("an address of a server has no user, query or fragment; give the key as `key`");
  }
  return address;
}

/** Node, Deno and Bun have one; a browser has none. */
function environmentOf(): Readonly<Record<string, string | undefined>> {
  const process = (globalThis as { process?: { env?: Record<string, string | undefined> } }).process;
  return process?.env ?? {};
}
