/** JSON as RFC 8259 has it, with the place of everything. */

import {
  type DataEntry,
  type DataFault,
  type DataNode,
  DEEPEST,
  type ParsedData,
  repeatedNames,
  TOO_DEEP,
} from "./data-node.ts";

export function parseJson(text: string): ParsedData {
  const reader = new JsonReader(text);
  try {
    const node = reader.document();
    return { node, faults: reader.faults };
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    return { node: undefined, faults: [...reader.faults, error.fault] };
  }
}

/** Ends the reading; never leaves this file. */
class SyntaxFault extends Error {
  readonly fault: DataFault;

  constructor(fault: DataFault) {
    super(fault.reason);
    this.fault = fault;
  }
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /(?:true|false|null)(?![A-Za-z0-9_])/y;

class JsonReader {
  readonly faults: DataFault[] = [];
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): DataNode {
    const node = this.value(0);
    this.skipSpace();
    if (this.at < this.text.length) this.fail("the end of the file");
    return node;
  }

  private value(depth: number): DataNode {
    this.skipSpace();
    const { at } = this;
    if (depth > DEEPEST) throw new SyntaxFault({ at, reason: TOO_DEEP });
    switch (this.text[at]) {
      case "{":
        return { kind: "map", at, entries: this.entries(depth + 1) };
      case "[":
        return { kind: "list", at, items: this.items(depth + 1) };
      case '"':
        return { kind: "scalar", at, value: this.string() };
      default:
        return { kind: "scalar", at, value: this.numberOrWord() };
    }
  }

  private entries(depth: number): readonly DataEntry[] {
    const entries: DataEntry[] = [];
    this.separated("}", () => {
      const { at } = this;
      if (this.text[at] !== '"') this.fail("a name in double quotes");
      const name = this.string();
      this.skipSpace();
      if (!this.took(":")) this.fail('":"');
      entries.push({ name, at, node: this.value(depth) });
    });
    this.faults.push(...repeatedNames(entries));
    return entries;
  }

  private items(depth: number): readonly DataNode[] {
    const items: DataNode[] = [];
    this.separated("]", () => {
      items.push(this.value(depth));
    });
    return items;
  }

  /** From the opening bracket to after the closing one. */
  private separated(close: "}" | "]", one: () => void): void {
    this.at += 1;
    this.skipSpace();
    if (this.took(close)) return;
    for (;;) {
      this.skipSpace();
      one();
      this.skipSpace();
      if (this.took(close)) return;
      if (!this.took(",")) this.fail(`"," or "${close}"`);
    }
  }

  private string(): string {
    const written = this.taken(STRING);
    if (written === undefined) this.fail("a text that ends on its line");
    return String(JSON.parse(written));
  }

  private numberOrWord(): number | boolean | null {
    const written = this.taken(NUMBER) ?? this.taken(WORD);
    if (written === undefined) this.fail("a value");
    const value: unknown = JSON.parse(written);
    if (typeof value === "boolean" || value === null) return value;
    return Number(value);
  }

  private took(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private taken(pattern: RegExp): string | undefined {
    const sticky = new RegExp(pattern);
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private skipSpace(): void {
    this.taken(SPACE);
  }

  private fail(expected: string): never {
    const { at } = this;
    const character = String.fromCodePoint(this.text.codePointAt(at) ?? 0);
    const isEnd = at >= this.text.length;
    const found = isEnd ? "the end of the file" : JSON.stringify(character);
    const reason = `is not JSON: expected ${expected}, found ${found}`;
    const fix = isEnd
      ? endFix(this.text)
      : fixOf(expected, character, this.text.slice(0, at));
    throw new SyntaxFault({ at, reason, fix });
  }
}

function endFix(text: string): string {
  return text.trim() === ""
    ? 'write the options: { "ghaf": { … } }'
    : "finish what is open";
}

/** What people do who know a notation like JSON. */
function fixOf(expected: string, found: string, before: string): string {
  if (found === "/" || found === "#") {
    return "JSON has no comments: leave it out, or write the file in YAML";
  }
  if (/^['‘’“”„]$/.test(found)) return 'write plain double quotes: "';
  if (/[}\]]/.test(found) && /,\s*$/.test(before)) {
    return "leave out the comma before it";
  }
  if (found === '"' && expected.startsWith('","')) {
    return "put a comma before it";
  }
  if (/[0-9]/.test(found) && before.endsWith("0")) {
    return "write the number without zeros before it";
  }
  return INSTEAD[expected] ?? `write ${expected} here`;
}

const INSTEAD: Readonly<Record<string, string>> = {
  "a name in double quotes": 'write it in double quotes: "name"',
  "a value": "write a text in double quotes, a number, true, false or null",
  "a text that ends on its line":
    "end it on its line; a line break in it is \\n",
  "the end of the file": "leave out what is behind the value",
};
