/** Bytes and their texts. */
import type { Step } from "./model.js";
import type { Stream } from "./words.js";

/** The exact bytes that a step wrote to one of its streams. */
export function bytesOf(step: Step, stream: Stream): Uint8Array {
  const base64 = stream === "stdout" ? step.stdout_base64 : step.stderr_base64;
  return base64 === undefined ? new TextEncoder().encode(step[stream]) : fromBase64(base64);
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let begin = 0; begin < bytes.length; begin += 0x8000) {
    parts.push(String.fromCharCode(...bytes.subarray(begin, begin + 0x8000)));
  }
  return btoa(parts.join(""));
}

/** `sha256:` and the digest in hexadecimal. */
export async function digestOf(content: Uint8Array | Blob): Promise<string> {
  const whole = content instanceof Blob ? await content.arrayBuffer() : new Uint8Array(content);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  return "sha256:" + Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
