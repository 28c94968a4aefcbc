/** Names that nothing has, and what every refusal of one is like. */

import assert from "node:assert/strict";
import { RpcError, type StatusCode } from "@ghaf/api/rpc";

/** Wrong for every kind of name. */
export const HOSTILE: Readonly<Record<string, string>> = {
  slash: "a/b",
  "way up": "../../../etc/passwd",
  newline: "a\nsecond line",
  escape: "\u001b[2J\u001b]0;owned\u0007",
  zero: "a\0b",
  space: "a b",
  "right to left": "a\u202eb",
  shell: "$(reboot)",
  specifier: "%n",
  "not ASCII": "ünit",
  long: "x".repeat(5_000),
};

/** As a unit. */
export function unit(name: string): string {
  return `${name}.service`;
}

/** A clear text: it says what is wrong, harms no terminal, and is no book. */
export async function refused(
  call: Promise<unknown>,
  code: StatusCode,
  text: string,
): Promise<void> {
  const error = await call.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  assert.ok(error instanceof RpcError, `not refused: ${text}`);
  assert.equal(error.code, code, error.message);
  assert.ok(error.message.includes(text), `${error.message}: not ${text}`);
  assert.doesNotMatch(error.message, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  assert.ok(error.message.length < 400, error.message);
}
