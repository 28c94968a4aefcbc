/** One JSON value as one protobuf scalar, with a word for what would be right. */

import { ScalarType } from "@bufbuild/protobuf";
import type { Place } from "./findings.ts";

const LIMITS = {
  [ScalarType.INT32]: [-0x8000_0000, 0x7fff_ffff],
  [ScalarType.UINT32]: [0, 0xffff_ffff],
} as const;

/**
 * Reads one value. Nothing is converted: a number for a string is a problem
 * whose hint shows the string.
 * @returns undefined when a problem was noted
 * @throws TypeError for a scalar type that no configuration message uses
 */
export function readScalar(
  type: ScalarType,
  untrusted: unknown,
  place: Place,
): string | number | boolean | undefined {
  switch (type) {
    case ScalarType.STRING:
      return readString(untrusted, place);
    case ScalarType.BOOL:
      return readBoolean(untrusted, place);
    case ScalarType.INT32:
    case ScalarType.UINT32:
      return readInteger(untrusted, LIMITS[type], place);
    default:
      throw new TypeError(`no configuration uses scalar type ${type}`);
  }
}

/** The value of a scalar that is absent. */
export function zeroScalar(type: ScalarType): string | number | boolean {
  if (type === ScalarType.STRING) return "";
  return type === ScalarType.BOOL ? false : 0;
}

function readString(untrusted: unknown, place: Place): string | undefined {
  if (typeof untrusted !== "string") {
    const quotable = ["number", "boolean"].includes(typeof untrusted);
    const hint = quotable ? `put it in quotes: "${untrusted}"` : undefined;
    place.wrong("a string", untrusted, hint);
    return undefined;
  }
  if (isWellFormed(untrusted)) return untrusted;
  place.wrong("well-formed text", untrusted);
  return undefined;
}

/** Half of a surrogate pair has no UTF-8 form, so a message cannot hold it. */
export function isWellFormed(untrusted: string): boolean {
  return !/\p{Cs}/u.test(untrusted);
}

function readBoolean(untrusted: unknown, place: Place): boolean | undefined {
  if (typeof untrusted === "boolean") return untrusted;
  const quoted = untrusted === "true" || untrusted === "false";
  const hint = quoted ? `leave out the quotes: ${untrusted}` : undefined;
  place.wrong("true or false", untrusted, hint);
  return undefined;
}

function readInteger(
  untrusted: unknown,
  [least, most]: readonly [number, number],
  place: Place,
): number | undefined {
  const fits =
    Number.isInteger(untrusted) &&
    Number(untrusted) >= least &&
    Number(untrusted) <= most;
  // Adding 0 turns -0 into 0, which protobuf does not tell apart either.
  if (fits) return Number(untrusted) + 0;
  const quoted = typeof untrusted === "string" && /^\d{1,9}$/.test(untrusted);
  const hint = quoted ? `leave out the quotes: ${untrusted}` : undefined;
  place.wrong(`a whole number from ${least} to ${most}`, untrusted, hint);
  return undefined;
}
