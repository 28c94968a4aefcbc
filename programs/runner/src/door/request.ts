/** What one may ask of the runner of a VM at its door: a line of JSON, answered by a line of JSON. */

import { RunnerError } from "../errors.ts";
import type { PictureFormat } from "../qemu/take-screen.ts";
import { isObject } from "../qmp/message.ts";

export type Request =
  /** Stop in steps; the connection ends when the VM has. */
  | { readonly do: "shutdown" }
  /** Memory that the guest shall have, in MiB. */
  | { readonly do: "balloon"; readonly mib: number }
  /** After the answer the connection is the serial console. */
  | { readonly do: "console" }
  /** Let the guest's processors stand still, and go on. */
  | { readonly do: "pause" }
  | { readonly do: "resume" }
  /** What QEMU says of its processors. */
  | { readonly do: "state" }
  /** After the answer come the bytes of the picture. */
  | { readonly do: "screendump"; readonly format: PictureFormat };

export interface GoodAnswer {
  readonly ok: true;
  /** What the guest has now. */
  readonly mib?: number;
  readonly state?: string;
  /** How many follow. */
  readonly bytes?: number;
}

export type Answer =
  | GoodAnswer
  | { readonly ok: false; readonly reason: string };

const LARGEST_MIB = 16 * 1024 * 1024;

/** @throws RunnerError `protocol` */
export function parseRequest(untrusted: string): Request {
  const { do: word, mib, format } = parse(untrusted);
  switch (word) {
    case "shutdown":
    case "console":
    case "pause":
    case "resume":
    case "state":
      return { do: word };
    case "balloon":
      if (isMib(mib)) return { do: word, mib };
      break;
    case "screendump":
      if (format === "png" || format === "ppm") return { do: word, format };
      break;
  }
  throw new RunnerError("protocol", "the runner does not know that request");
}

/** @throws RunnerError `protocol` */
export function parseAnswer(untrusted: string): Answer {
  const { ok, mib, state, bytes, reason } = parse(untrusted);
  if (ok === true) {
    return {
      ok,
      ...(isMib(mib) ? { mib } : {}),
      ...(typeof state === "string" ? { state } : {}),
      ...(typeof bytes === "number" ? { bytes } : {}),
    };
  }
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
