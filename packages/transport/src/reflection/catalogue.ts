/** What a server can tell of itself: its services and the files that describe them. */

import { type DescFile, type DescService, toBinary } from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";

type DescType =
  ReturnType<typeof nestedTypes> extends Iterable<infer T> ? T : never;

export interface Catalogue {
  /** Full names of the served services, sorted. */
  readonly services: readonly string[];
  /** The file of that name and all it imports, serialized; undefined when unknown. */
  file(name: string): Uint8Array[] | undefined;
  /** The same for the file that declares a service, method, message, field, enum or value. */
  fileOf(symbol: string): Uint8Array[] | undefined;
}

/** Reads the descriptors of `services` once. */
export function createCatalogue(services: readonly DescService[]): Catalogue {
  const files = new Map<string, DescFile>();
  for (const service of services) collect(service.file, files);
  const symbols = new Map<string, DescFile>();
  for (const file of files.values()) {
    for (const symbol of symbolsOf(file)) symbols.set(symbol, file);
  }
  const serialized = (file: DescFile | undefined) =>
    file === undefined ? undefined : withImports(file).map(bytesOf);
  return {
    services: services.map((service) => service.typeName).sort(),
    file: (name) => serialized(files.get(name)),
    fileOf: (symbol) => serialized(symbols.get(symbol)),
  };
}

/** protobuf-es leaves the ending off; the protocol has it. */
function fileName(file: DescFile): string {
  return `${file.name}.proto`;
}

function collect(file: DescFile, into: Map<string, DescFile>): void {
  if (into.has(fileName(file))) return;
  into.set(fileName(file), file);
  for (const imported of file.dependencies) collect(imported, into);
}

function withImports(file: DescFile): readonly DescFile[] {
  const all = new Map<string, DescFile>();
  collect(file, all);
  return [...all.values()];
}

function bytesOf(file: DescFile): Uint8Array {
  return toBinary(FileDescriptorProtoSchema, file.proto);
}

function symbolsOf(file: DescFile): readonly string[] {
  return [...nestedTypes(file)].flatMap(namesOf);
}

function namesOf(type: DescType): readonly string[] {
  switch (type.kind) {
    case "service": {
      const methods = type.methods.map((m) => `${type.typeName}.${m.name}`);
      return [type.typeName, ...methods];
    }
    case "message": {
      const fields = type.fields.map((f) => `${type.typeName}.${f.name}`);
      return [type.typeName, ...fields];
    }
    case "enum": {
      // An enum's values are siblings of the enum, not its children.
      const scope = type.typeName.replace(/[^.]*$/, "");
      const values = type.values.map((value) => `${scope}${value.name}`);
      return [type.typeName, ...values];
    }
    case "extension":
      return [type.typeName];
  }
}
