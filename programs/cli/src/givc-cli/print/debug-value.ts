/**
 * Values in the notation of Rust's `{:?}` and `{:#?}`, which the reference's
 * command prints and scripts have learned to read (control-plane specification 4.2, 4.3).
 */

/** A value as a small tree: what it is called, and what is in it. */
export type DebugValue =
  | { readonly kind: "word"; readonly word: string }
  | {
      readonly kind: "struct";
      readonly name: string;
      readonly fields: Readonly<Record<string, DebugValue>>;
    }
  | {
      readonly kind: "tuple";
      readonly name: string;
      readonly items: readonly DebugValue[];
    }
  | { readonly kind: "list"; readonly items: readonly DebugValue[] };

export function word(text: string): DebugValue {
  return { kind: "word", word: text };
}

export function struct(
  name: string,
  fields: Readonly<Record<string, DebugValue>>,
): DebugValue {
  return { kind: "struct", name, fields };
}

export function tuple(name: string, ...items: DebugValue[]): DebugValue {
  return { kind: "tuple", name, items };
}

export function list(items: readonly DebugValue[]): DebugValue {
  return { kind: "list", items };
}

/** `Some(x)`, or `None` for null. */
export function option<T>(
  value: T | null,
  of: (value: T) => DebugValue,
): DebugValue {
  return value === null ? word("None") : tuple("Some", of(value));
}

/** A string in double quotes, with everything escaped that a terminal would act on. */
export function text(untrusted: string): DebugValue {
  const escaped = untrusted.replace(
    /["\\]|[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Cf}/gu,
    escapeCharacter,
  );
  return word(`"${escaped}"`);
}

export function integer(value: number | bigint): DebugValue {
  return word(String(value));
}

/** A 32-bit float by the shortest decimal that reads back as the same one. */
export function float(value: number): DebugValue {
  if (!Number.isFinite(value)) return word(nonFinite(value));
  const digits = shortest(value);
  const size = Math.abs(digits);
  if (size !== 0 && (size < 1e-5 || size >= 1e16)) {
    return word(digits.toExponential().replace("+", ""));
  }
  const plain = Object.is(value, -0) ? "-0" : String(digits);
  return word(plain.includes(".") ? plain : `${plain}.0`);
}

/** On one line, as `{:?}`. */
export function debugLine(value: DebugValue): string {
  switch (value.kind) {
    case "word":
      return value.word;
    case "list":
      return `[${value.items.map(debugLine).join(", ")}]`;
    case "tuple":
      return `${value.name}(${value.items.map(debugLine).join(", ")})`;
    case "struct": {
      const fields = Object.entries(value.fields).map(
        ([name, field]) => `${name}: ${debugLine(field)}`,
      );
      return `${value.name} { ${fields.join(", ")} }`;
    }
  }
}

/** Over several lines, as `{:#?}`. */
export function debugLines(value: DebugValue): string {
  switch (value.kind) {
    case "word":
      return value.word;
    case "list":
      return block("[", value.items.map(debugLines), "]");
    case "tuple":
      return block(`${value.name}(`, value.items.map(debugLines), ")");
    case "struct": {
      const fields = Object.entries(value.fields).map(
        ([name, field]) => `${name}: ${debugLines(field)}`,
      );
      return block(`${value.name} {`, fields, "}");
    }
  }
}

function block(open: string, items: readonly string[], close: string): string {
  if (items.length === 0) return `${open}${close}`;
  const lines = items.map((item) => `    ${item.replaceAll("\n", "\n    ")},`);
  return [open, ...lines, close].join("\n");
}

function escapeCharacter(found: string): string {
  const short: Readonly<Record<string, string>> = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\0": "\\0",
  };
  return short[found] ?? `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`;
}

function nonFinite(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "inf" : "-inf";
}

/** Nine significant digits always tell two 32-bit floats apart. */
function shortest(value: number): number {
  for (let digits = 1; digits <= 9; digits += 1) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === Math.fround(value)) return candidate;
  }
  return value;
}
