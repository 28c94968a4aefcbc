/**
 * Turns the hand-typed tables into facts: one line of text for every statement
 * the wire makes, so that two descriptions are compared as two sets of lines.
 */

import type { GoldenFile } from "./golden-file.ts";

const SCALARS = new Set([
  "bool",
  "bytes",
  "double",
  "float",
  "int32",
  "int64",
  "string",
  "uint32",
  "uint64",
]);
const FIELD =
  /^(?:(\w+)\/)?(\w+)#(\d+) (?:(opt|rep) )?(map<\w+,\w+>|[\w.]+)(?: json=(\w+))?$/;
const METHOD =
  /^(unary|server-stream|client-stream|bidi) ([\w.]+) -> ([\w.]+)$/;

/** Every fact of one file. Throws on a table entry that is not in the notation. */
export function goldenFacts(golden: GoldenFile): string[] {
  return [
    `file ${golden.file} proto3 package ${golden.package}`,
    ...(golden.imports ?? []).map((file) => `import ${golden.file} <- ${file}`),
    ...entries(golden.services).flatMap(([name, methods]) =>
      serviceFacts(golden, name, methods),
    ),
    ...entries(golden.messages).flatMap(([name, fields]) =>
      messageFacts(golden, name, fields),
    ),
    ...entries(golden.enums).flatMap(([name, values]) =>
      values
        .split(", ")
        .map((value) => `enum ${golden.package}.${name} ${value}`),
    ),
  ];
}

function serviceFacts(
  golden: GoldenFile,
  name: string,
  methods: Readonly<Record<string, string>>,
): string[] {
  const service = `${golden.package}.${name}`;
  const facts = entries(methods).map(([method, text]) => {
    const [, kind = "", input = "", output = ""] = parse(METHOD, text);
    return `method ${service}/${method} ${kind} ${typeName(golden, input)} -> ${typeName(golden, output)}`;
  });
  return [`service ${service}`, ...facts];
}

function messageFacts(
  golden: GoldenFile,
  name: string,
  fields: string,
): string[] {
  const message = `${golden.package}.${name}`;
  const texts = fields === "" ? [] : fields.split(", ");
  return [
    `message ${message}`,
    ...texts.map((text) => `field ${message}.${fieldFact(golden, text)}`),
  ];
}

function fieldFact(golden: GoldenFile, text: string): string {
  const [, oneof, name = "", number, label, type = "", json] = parse(
    FIELD,
    text,
  );
  const shape = oneof === undefined ? (label ?? "plain") : `oneof ${oneof}`;
  return `${name}#${number} ${shape} ${typeName(golden, type)} json=${json ?? name}`;
}

function typeName(golden: GoldenFile, type: string): string {
  if (SCALARS.has(type) || type.startsWith("map<")) return type;
  const own =
    !type.includes(".") || golden.enums?.[type] !== undefined
      ? `${golden.package}.`
      : "";
  return `${own}${type}`;
}

function parse(form: RegExp, text: string): RegExpExecArray {
  const found = form.exec(text);
  if (found === null) throw new Error(`not in the golden notation: ${text}`);
  return found;
}

function entries<T>(record: Readonly<Record<string, T>> | undefined) {
  return Object.entries(record ?? {});
}
