/** The name of a result: a hash of everything that decides what it is. */

import { createHash } from "node:crypto";

/** 64 hexadecimal digits. */
export type Key = string & { readonly brand: "key of a result" };

export interface KeyParts {
  /** What is done; a change of how it is done is a change of an input. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Keys of the results that it is made from. */
  readonly uses: readonly Key[];
}

/** Equal exactly for equal parts; the order of the inputs does not matter, that of `uses` does. */
export function keyOf({ name, inputs, uses }: KeyParts): Key {
  const sorted = Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify([name, sorted, uses])) as Key;
}

/** The key in a word, such as the name of a folder; undefined when it is none. */
export function parseKey(word: string): Key | undefined {
  return /^[0-9a-f]{64}$/.test(word) ? (word as Key) : undefined;
}

/** Of bytes, or of a text in UTF-8; in hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
