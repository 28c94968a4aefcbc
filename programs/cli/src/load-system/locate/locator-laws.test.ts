import assert from "node:assert/strict";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { ModuleOrigin, Place, SourcePath } from "@ghaf/module-system";
import fc from "fast-check";
import { createLocator } from "./locator.ts";

/** Real sources, from where this test is compiled to. */
const SOURCES = join(
  import.meta.dirname,
  "../../../../..",
  "packages/system/src/options",
);

/** Nested groups and lists, as a person may write them. */
type Written =
  | { readonly group: Readonly<Record<string, Written>>; readonly form: Form }
  | { readonly list: readonly Written[]; readonly form: Form }
  | { readonly leaf: number; readonly form: Form };

/** What is around a value, and changes nothing in where it is. */
const FORMS = {
  bare: ["", ""],
  parenthesised: ["(", ")"],
  forced: ["force(\n", ")"],
  conditional: ["when((c) => c.on, parts(", "))"],
  narrowed: ["(", " satisfies unknown)"],
} as const;
type Form = keyof typeof FORMS;

const name = fc.constantFrom("a", "b", "c-d", "ghaf", "7", "__proto__", "é");
const form = fc.constantFrom<Form>(
  "bare",
  "parenthesised",
  "forced",
  "conditional",
  "narrowed",
);

const { written } = fc.letrec<{ written: Written }>((tie) => ({
  written: fc.oneof(
    { maxDepth: 4 },
    fc.record({ leaf: fc.nat(), form }),
    fc.record({ group: groupOf(tie("written")), form }),
    fc.record({ list: fc.array(tie("written"), { maxLength: 3 }), form }),
  ),
}));

function groupOf(content: fc.Arbitrary<Written>) {
  return fc
    .uniqueArray(fc.tuple(name, content), {
      maxLength: 4,
      selector: ([key]) => key,
    })
    .map((entries) => Object.fromEntries(entries));
}

/** Source text that grows, and where in it each path came to stand. */
class Printed {
  text = "";
  readonly places: { path: SourcePath; offset: number }[] = [];

  print(value: Written, path: SourcePath): void {
    const [before, after] = FORMS[value.form];
    this.text += before;
    if ("leaf" in value) this.text += String(value.leaf);
    else if ("list" in value) this.#printList(value.list, path);
    else this.printGroup(value.group, path);
    this.text += after;
  }

  printGroup(group: Readonly<Record<string, Written>>, path: SourcePath): void {
    this.text += "{";
    for (const [key, value] of Object.entries(group)) {
      const inner = [...path, key];
      this.text += " ";
      this.places.push({ path: inner, offset: this.text.length });
      this.text += `${JSON.stringify(key)}: `;
      this.print(value, inner);
      this.text += ",\n";
    }
    this.text += "}";
  }

  #printList(list: readonly Written[], path: SourcePath): void {
    this.text += "[";
    for (const [index, value] of list.entries()) {
      const inner = [...path, index];
      this.places.push({ path: inner, offset: this.text.length });
      this.print(value, inner);
      this.text += ", ";
    }
    this.text += "]";
  }
}

test("every path of a written value is found where it stands", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ghaf-laws-"));
  try {
    await fc.assert(
      fc.asyncProperty(groupOf(written), async (group) => {
        const printed = new Printed();
        printed.text = "export default defineSystem(";
        printed.printGroup(group, []);
        printed.text += ");\n";
        const file = join(folder, "system.ts");
        writeFileSync(file, printed.text);
        const { locate } = await createLocator({
          sourceMapOf: () => undefined,
        });
        const site = { file, line: 1, column: 16 };
        const origin = { label: "", form: "shorthand", site } as const;
        for (const { path, offset } of printed.places) {
          const lines = printed.text.slice(0, offset).split("\n");
          const column = (lines.at(-1) ?? "").length + 1;
          assert.deepEqual(locate({ origin, kind: "definition", path }), {
            label: "",
            position: { file, line: lines.length, column },
          });
        }
      }),
      { numRuns: 60 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("any place in real sources gets a line of theirs, and nothing throws", async () => {
  const { locate } = await createLocator({ sourceMapOf: () => undefined });
  const files = readdirSync(SOURCES)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(SOURCES, file));
  assert.ok(files.length > 0);
  const texts = new Map(
    files.map((file) => [file, readFileSync(file, "utf8").split("\n")]),
  );
  const words = [...texts.values()]
    .flat()
    .flatMap((line) => line.match(/\w+/g) ?? []);
  const step = fc.oneof(
    fc.constantFrom("ghaf", "*", "<name>", ...new Set(words)),
    fc.nat(3),
    fc.string(),
    fc.integer(),
    fc.double(),
  );
  const site = fc.record({
    file: fc.constantFrom(...files),
    line: fc.integer({ min: -1, max: 400 }),
    column: fc.integer({ min: -1, max: 90 }),
  });
  const kind = fc.constantFrom<Place["kind"]>(
    "definition",
    "declaration",
    "module",
  );
  const form = fc.constantFrom<ModuleOrigin["form"]>("full", "shorthand");
  const path = fc.array(step, { maxLength: 8 });
  fc.assert(
    fc.property(site, kind, form, path, (site, kind, form, path) => {
      const origin = { label: "it", form, site };
      const { label, position } = locate({ origin, kind, path });
      assert.equal(label, "it");
      assert.ok(position !== undefined);
      if (position.line === site.line && position.column === site.column) {
        return;
      }
      const line = texts.get(position.file)?.[position.line - 1];
      assert.ok(line !== undefined && position.column <= line.length);
    }),
    { numRuns: 500 },
  );
});
