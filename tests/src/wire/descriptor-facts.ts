/**
 * The same facts as `golden-facts.ts`, read from the descriptors that are
 * generated from packages/api/proto.
 */

import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type DescEnum,
  type DescField,
  type DescFile,
  type DescMessage,
  type DescMethod,
  type DescService,
  ScalarType,
} from "@bufbuild/protobuf";

const METHOD_KINDS = {
  unary: "unary",
  server_streaming: "server-stream",
  client_streaming: "client-stream",
  bidi_streaming: "bidi",
} as const;

/** Every generated file there is, found by looking, so that none can be forgotten. */
export async function generatedFiles(): Promise<DescFile[]> {
  const admin = fileURLToPath(
    import.meta.resolve("@ghaf/api/proto/admin/admin"),
  );
  const root = dirname(dirname(admin));
  const paths = await readdir(root, { recursive: true });
  const modules = paths.filter((path) => path.endsWith("_pb.js"));
  return Promise.all(modules.map((path) => loadFile(join(root, path))));
}

async function loadFile(path: string): Promise<DescFile> {
  const exported: Readonly<Record<string, unknown>> = await import(
    pathToFileURL(path).href
  );
  const name = Object.keys(exported).find((key) => key.startsWith("file_"));
  if (name === undefined) throw new Error(`no file descriptor in ${path}`);
  return exported[name] as DescFile;
}

/** Every fact of one file. */
export function descriptorFacts(file: DescFile): string[] {
  const name = `${file.name}.proto`;
  return [
    `file ${name} ${file.proto.syntax} package ${file.proto.package}`,
    ...file.dependencies.map(
      (other) => `import ${name} <- ${other.name}.proto`,
    ),
    ...file.services.flatMap(serviceFacts),
    ...file.messages.flatMap(messageFacts),
    ...file.enums.flatMap(enumFacts),
    ...file.extensions.map((extension) => `extension ${extension.typeName}`),
    ...optionFacts(name, file),
  ];
}

function serviceFacts(service: DescService): string[] {
  return [
    `service ${service.typeName}`,
    ...service.methods.map(methodFact),
    ...optionFacts(service.typeName, service),
  ];
}

function methodFact(method: DescMethod): string {
  const path = `${method.parent.typeName}/${method.name}`;
  const kind = METHOD_KINDS[method.methodKind];
  return `method ${path} ${kind} ${method.input.typeName} -> ${method.output.typeName}`;
}

function messageFacts(message: DescMessage): string[] {
  return [
    `message ${message.typeName}`,
    ...message.fields.map(fieldFact),
    ...message.nestedMessages.flatMap(messageFacts),
    ...message.nestedEnums.flatMap(enumFacts),
    ...message.nestedExtensions.map(({ typeName }) => `extension ${typeName}`),
    ...message.proto.reservedRange.map(
      ({ start, end }) => `reserved ${message.typeName} ${start}-${end}`,
    ),
  ];
}

function fieldFact(field: DescField): string {
  const place = `${field.parent.typeName}.${field.name}#${field.number}`;
  return `field ${place} ${shape(field)} ${typeName(field)} json=${field.jsonName}`;
}

function shape(field: DescField): string {
  if (field.oneof !== undefined) return `oneof ${field.oneof.name}`;
  if (field.proto.proto3Optional) return "opt";
  return field.fieldKind === "list" ? "rep" : "plain";
}

function typeName(field: DescField): string {
  if (field.fieldKind === "map") {
    return `map<${ScalarType[field.mapKey].toLowerCase()},${valueName(field)}>`;
  }
  return valueName(field);
}

function valueName(field: DescField): string {
  if (field.message !== undefined) return field.message.typeName;
  if (field.enum !== undefined) return field.enum.typeName;
  return ScalarType[field.scalar].toLowerCase();
}

function enumFacts(desc: DescEnum): string[] {
  return desc.values.map(
    ({ name, number }) => `enum ${desc.typeName} ${name}=${number}`,
  );
}

/** Options are part of no table; any is a difference. Deprecation is a comment to us. */
function optionFacts(place: string, desc: DescFile | DescService): string[] {
  return desc.proto.options === undefined ? [] : [`options ${place}`];
}
