/** YAML 1.2 with its core schema, with the place of everything; nothing that JSON could not say. */

import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
  type YAMLWarning,
} from "yaml";
import {
  type DataEntry,
  type DataFault,
  type DataMap,
  type DataNode,
  DEEPEST,
  type ParsedData,
  repeatedNames,
  TOO_DEEP,
} from "./data-node.ts";

/** How many values and characters aliases may add: a few lines could otherwise stand for billions. */
const MOST_ALIASED = 100_000;

export function parseYaml(text: string): ParsedData {
  const document = parsedDocument(text);
  if (document === undefined) {
    return { node: undefined, faults: [{ at: 0, reason: TOO_DEEP }] };
  }
  const faults = firstAtEach([...document.errors, ...document.warnings]).map(
    ({ code, message, pos }) => ({
      at: pos[0],
      reason: `is not YAML: ${message}`,
      fix: "look at the indentation, the quotes and the colons of the line",
      ...KNOWN[code],
    }),
  );
  if (faults.length > 0) return { node: undefined, faults };
  const reader = new YamlReader();
  const node = reader.node(document.contents, { at: 0, depth: 0 });
  return { node, faults: reader.faults };
}

/** One mistake often has several names. */
function firstAtEach(
  faults: readonly (YAMLError | YAMLWarning)[],
): readonly (YAMLError | YAMLWarning)[] {
  const seen = new Set<number>();
  return faults.filter(({ pos: [at] }) => !seen.has(at) && seen.add(at));
}

/** Where the library speaks to programmers, or what to do is known. */
const KNOWN: Readonly<Record<string, Omit<DataFault, "at">>> = {
  MULTIPLE_DOCS: {
    reason: "has more than one document",
    fix: "keep one, or move the other to a file of its own and name it in imports",
  },
  TAG_RESOLVE_FAILED: {
    reason: "has a tag that is not of YAML's core schema",
    fix: "leave the tag out, and write the value itself",
  },
  TAB_AS_INDENT: {
    reason: "is indented with a tab",
    fix: "indent with spaces",
  },
  MULTILINE_IMPLICIT_KEY: {
    reason: "has a name that goes on over the end of its line",
    fix: "write a space behind the colon, and indent the next line like this one",
  },
  BLOCK_AS_IMPLICIT_KEY: {
    reason: "has a name inside of a value",
    fix: "indent the names of one map alike, and put a value with a colon in quotes",
  },
};

function parsedDocument(text: string) {
  try {
    return parseDocument(text, {
      version: "1.2",
      schema: "core",
      strict: true,
      prettyErrors: false,
      // It compares each name with each other; `repeatedNames` does not.
      uniqueKeys: false,
      // Also not the tags of YAML 1.1, such as !!binary.
      resolveKnownTags: false,
    });
  } catch (error) {
    // The library goes down one call per level.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type YamlNode = Alias | Scalar | YAMLMap | YAMLSeq;

interface Where {
  /** Of what has no place of its own: an empty value. */
  readonly at: number;
  readonly depth: number;
}

interface Anchored {
  readonly node: DataNode;
  /** How many values and characters it stands for. */
  readonly size: number;
}

class YamlReader {
  readonly faults: DataFault[] = [];
  private readonly anchors = new Map<string, Anchored | "open">();
  private made = 0;
  private aliased = 0;

  node(untrusted: unknown, where: Where): DataNode {
    const given = isYamlNode(untrusted) ? untrusted : undefined;
    const at = given?.range?.[0] ?? where.at;
    if (where.depth > DEEPEST) return this.refused(at, TOO_DEEP, "nest less");
    if (given === undefined) return { kind: "scalar", at, value: null };
    if (isAlias(given)) return this.alias(given, at);
    const before = this.made;
    this.made += 1;
    const { anchor } = given;
    if (anchor !== undefined) this.anchors.set(anchor, "open");
    const node = this.content(given, { at, depth: where.depth + 1 });
    if (anchor !== undefined) {
      this.anchors.set(anchor, { node, size: this.made - before });
    }
    return node;
  }

  private content(given: Exclude<YamlNode, Alias>, where: Where): DataNode {
    const { at } = where;
    if (isScalar(given)) return this.scalar(given.value, at);
    if (isMap(given)) return this.map(given, where);
    const items = given.items.map((item) => this.node(item, where));
    return { kind: "list", at, items };
  }

  private scalar(value: unknown, at: number): DataNode {
    if (typeof value === "number" && !Number.isFinite(value)) {
      const reason = `has ${value}, which is not a number`;
      return this.refused(at, reason, "write a number, or put it in quotes");
    }
    if (value === null || typeof value === "boolean") {
      return { kind: "scalar", at, value };
    }
    if (typeof value === "number") return { kind: "scalar", at, value };
    const text = String(value);
    this.made += text.length;
    return { kind: "scalar", at, value: text };
  }

  private map(given: YAMLMap, where: Where): DataMap {
    const entries = given.items.map((pair) => this.entry(pair, where));
    this.faults.push(...repeatedNames(entries));
    return { kind: "map", at: where.at, entries };
  }

  private entry({ key, value }: Pair, where: Where): DataEntry {
    const name = this.node(key, where);
    if (name.kind !== "scalar") {
      const reason = "has a list or a map for a name";
      this.refused(name.at, reason, "write a text before the colon");
      return { name: "", at: name.at, node: name };
    }
    // `080: x` names 080, not 80.
    const written = isScalar(key) ? key.source : undefined;
    const node = this.node(value, { ...where, at: name.at });
    return { name: written ?? String(name.value), at: name.at, node };
  }

  private alias({ source }: Alias, at: number): DataNode {
    const meant = this.anchors.get(source);
    if (meant === undefined) {
      const reason = `refers to &${source}, which is not before it`;
      const fix = `write &${source} before a value above, or the value here`;
      return this.refused(at, reason, fix);
    }
    if (meant === "open") {
      const reason = `refers to &${source}, which contains it`;
      return this.refused(at, reason, "write the value that is meant");
    }
    this.made += meant.size;
    this.aliased += meant.size;
    if (this.aliased <= MOST_ALIASED) return meant.node;
    const reason = `has aliases that stand for more than ${MOST_ALIASED} characters`;
    return this.refused(at, reason, "write out what is meant");
  }

  private refused(at: number, reason: string, fix: string): DataNode {
    // Aliases of aliases repeat one fault.
    if (!this.faults.some((fault) => fault.reason === reason)) {
      this.faults.push({ at, reason, fix });
    }
    return { kind: "scalar", at, value: null };
  }
}

function isYamlNode(value: unknown): value is YamlNode {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}
