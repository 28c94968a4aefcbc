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
  type YAMLMap,
  type YAMLSeq,
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
  const faults = [...document.errors, ...document.warnings].map(
    ({ code, message, pos }) => ({
      at: pos[0],
      reason: REASONS[code] ?? `is not YAML: ${message}`,
    }),
  );
  if (faults.length > 0) return { node: undefined, faults };
  const reader = new YamlReader();
  const node = reader.node(document.contents, { at: 0, depth: 0 });
  return { node, faults: reader.faults };
}

/** Where the library speaks to programmers. */
const REASONS: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: "has more than one document",
  TAG_RESOLVE_FAILED: "has a tag that is not of YAML's core schema",
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
    if (where.depth > DEEPEST) return this.refused(at, TOO_DEEP);
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
      return this.refused(at, `has ${value}, which is not a number`);
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
      this.refused(name.at, "has a list or a map for a name");
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
      return this.refused(at, `refers to &${source}, which is not before it`);
    }
    if (meant === "open") {
      return this.refused(at, `refers to &${source}, which contains it`);
    }
    this.made += meant.size;
    this.aliased += meant.size;
    if (this.aliased <= MOST_ALIASED) return meant.node;
    const reason = `has aliases that stand for more than ${MOST_ALIASED} characters`;
    return this.refused(at, reason);
  }

  private refused(at: number, reason: string): DataNode {
    // Aliases of aliases repeat one fault.
    if (!this.faults.some((fault) => fault.reason === reason)) {
      this.faults.push({ at, reason });
    }
    return { kind: "scalar", at, value: null };
  }
}

function isYamlNode(value: unknown): value is YamlNode {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}
