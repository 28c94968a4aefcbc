/** A value in a few words of a message. */

/** Stands for the value of an option that is secret. */
export const HIDDEN = "(hidden)";

const LONGEST = 60;
const MOST_NAMES = 5;

/** `"lots"`, `12`, `null`, `a list of 3`, `an attribute set {name, ram}`, `a function`. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return `${shortened(JSON.stringify(value))}${strangeLetters(value)}`;
    case "object":
      return describeObject(value);
    case "function":
      return "a function";
    case "bigint":
      return `${value}n`;
    default:
      return String(value);
  }
}

const MOST_LETTERS = 3;

/** Letters that may look like others: ` (with U+0441)` of a Cyrillic с; nothing for ASCII. */
function strangeLetters(text: string): string {
  const strange = new Set(
    [...text].filter((letter) => (letter.codePointAt(0) ?? 0) > 0x7e),
  );
  if (strange.size === 0) return "";
  const points = [...strange].slice(0, MOST_LETTERS).map(codePoint);
  return ` (with ${points.join(", ")}${strange.size > MOST_LETTERS ? ", …" : ""})`;
}

function codePoint(letter: string): string {
  const number = letter.codePointAt(0) ?? 0;
  return `U+${number.toString(16).toUpperCase().padStart(4, "0")}`;
}

function describeObject(value: object | null): string {
  if (value === null) return "null";
  if (Array.isArray(value)) {
    return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  }
  const maker = makerOf(value);
  if (maker !== undefined) return `an instance of ${maker}`;
  const names = Object.keys(value);
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return `an attribute set {${shown}${names.length > MOST_NAMES ? ", …" : ""}}`;
}

/** The name of the class that made it; nothing when it is a plain object. */
function makerOf(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || Object.getPrototypeOf(prototype) === null) {
    return undefined;
  }
  const maker: unknown = value.constructor;
  return typeof maker === "function" && maker.name !== "Object"
    ? maker.name
    : undefined;
}

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 2)}…"`;
}
