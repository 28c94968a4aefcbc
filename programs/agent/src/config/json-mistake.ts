/**
 * Where a text stops being JSON. The engine's own message has a position in some
 * versions and for some mistakes only, and an administrator needs the line.
 * Grammar: RFC 8259.
 */

export interface JsonMistake {
  /** Both count from 1; columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  /** What could have stood there. */
  readonly expected: string;
}

/** The first mistake, or undefined exactly when JSON.parse accepts the text. */
export function findJsonMistake(text: string): JsonMistake | undefined {
  const scanner = new Scanner(text);
  while (scanner.expected !== "the end") {
    const { offset, expected } = scanner;
    if (!scanner.step()) return mistakeAt(text, offset, expected);
  }
  return scanner.offset === text.length
    ? undefined
    : mistakeAt(text, scanner.offset, "the end");
}

type Expected =
  | "a value"
  | "a value or ]"
  | "a name in double quotes"
  | "a name in double quotes or }"
  | "a colon"
  | "a comma or }"
  | "a comma or ]"
  | "the end";

const SPACE = /[ \t\n\r]*/y;
/** Of a string up to its end or an escape; no pattern spans a whole one, so none can backtrack. */
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Walks the tokens with a stack of its own, so that no nesting is too deep. */
class Scanner {
  readonly #text: string;
  readonly #open: ("{" | "[")[] = [];
  /** Of the next token. */
  offset = 0;
  expected: Expected = "a value";

  constructor(text: string) {
    this.#text = text;
    this.#skip(SPACE);
  }

  /** Takes the next token if it may stand here. */
  step(): boolean {
    const taken = this.#take();
    if (taken) this.#skip(SPACE);
    return taken;
  }

  #take(): boolean {
    const character = this.#text[this.offset];
    switch (this.expected) {
      case "a value":
        return this.#takeValue(character);
      case "a value or ]":
        return character === "]" ? this.#close() : this.#takeValue(character);
      case "a name in double quotes":
        return this.#takeName();
      case "a name in double quotes or }":
        return character === "}" ? this.#close() : this.#takeName();
      case "a colon":
        return character === ":" && this.#advance("a value");
      case "a comma or }":
        if (character === "}") return this.#close();
        return character === "," && this.#advance("a name in double quotes");
      case "a comma or ]":
        if (character === "]") return this.#close();
        return character === "," && this.#advance("a value");
      case "the end":
        return false;
    }
  }

  #takeValue(character: string | undefined): boolean {
    if (character === "{") {
      this.#open.push("{");
      return this.#advance("a name in double quotes or }");
    }
    if (character === "[") {
      this.#open.push("[");
      return this.#advance("a value or ]");
    }
    const taken =
      character === '"' ? this.#takeString() : this.#skip(SCALAR) > 0;
    if (!taken) return false;
    this.expected = this.#afterValue();
    return true;
  }

  #takeName(): boolean {
    if (!this.#takeString()) return false;
    this.expected = "a colon";
    return true;
  }

  /** Moves over a string; a broken one is a mistake where it begins. */
  #takeString(): boolean {
    const start = this.offset;
    if (this.#text[start] !== '"') return false;
    this.offset += 1;
    do this.#skip(PLAIN);
    while (this.#skip(ESCAPE) > 0);
    if (this.#text[this.offset] === '"') {
      this.offset += 1;
      return true;
    }
    this.offset = start;
    return false;
  }

  #close(): boolean {
    this.#open.pop();
    return this.#advance(this.#afterValue());
  }

  #afterValue(): Expected {
    const inside = this.#open.at(-1);
    if (inside === undefined) return "the end";
    return inside === "{" ? "a comma or }" : "a comma or ]";
  }

  #advance(expected: Expected): true {
    this.offset += 1;
    this.expected = expected;
    return true;
  }

  /** Moves over what matches here. @returns its length */
  #skip(pattern: RegExp): number {
    pattern.lastIndex = this.offset;
    const length = pattern.exec(this.#text)?.[0].length ?? 0;
    this.offset += length;
    return length;
  }
}

function mistakeAt(
  text: string,
  offset: number,
  expected: Expected,
): JsonMistake {
  const before = text.slice(0, offset).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { line: before.length, column, expected };
}
