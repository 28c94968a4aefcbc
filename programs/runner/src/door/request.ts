/** What one may ask of the runner of a VM at its door: a line of JSON, answered by a line of JSON. */

import { RunnerError } from "../errors.ts";
import { isObject } from "../qmp/message.ts";

export type Request =
  /** Stop in steps; the connection ends when the VM has. */
  | { readonly do: "shutdown" }
  /** Memory that the guest shall have, in MiB. */
  | { readonly do: "balloon"; readonly mib: number }
  /** After the answer the connection is the serial console. */
  | { readonly do: "console" };

export type Answer =
  /** `mib`: what the guest has now. */
  | { readonly ok: true; readonly mib?: number }
  | { readonly ok: false; readonly reason: string };

const LARGEST_MIB = 16 * 1024 * 1024;

/** @throws RunnerError `protocol` */
export function parseRequest(untrusted: string): Request {
  const value = parse(untrusted);
  const word = value["do"];
  if (word === "shutdown" || word === "console") return { do: word };
  const mib = value["mib"];
  if (word === "balloon" && isMib(mib)) return { do: word, mib };
  throw new RunnerError("protocol", "the runner does not know that request");
}

/** @throws RunnerError `protocol` */
export function parseAnswer(untrusted: string): Answer {
  const { ok, mib, reason } = parse(untrusted);
  if (ok === true) return isMib(mib) ? { ok, mib } : { ok };
  if (ok === false && typeof reason === "string") return { ok, reason };
  throw new RunnerError("protocol", "what answers is not a runner");
}

/** True for an amount of memory that a guest can be asked to have. */
export function isMib(untrusted: unknown): untrusted is number {
  return (
    Number.isInteger(untrusted) &&
    Number(untrusted) > 0 &&
    Number(untrusted) <= LARGEST_MIB
  );
}

function parse(untrusted: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(untrusted);
    if (isObject(value)) return value;
  } catch {
    // Falls through: it is no object either.
  }
  throw new RunnerError("protocol", "that is not a JSON object");
}
