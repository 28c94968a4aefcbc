import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import type { SourcePath } from "@ghaf/module-system";
import { createLocator } from "./locator.ts";
import { locate } from "./marked-source.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ghaf-locate-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("of several calls on a line it is the one at the column", async () => {
  const file = join(folder, "system.ts");
  const text = "x = [module({ a: 1 }), module({ a: 2 }), m.module({ a: 3 })];";
  writeFileSync(file, text);
  const columnOf = async (column: number) => {
    const site = { file, line: 1, column };
    const origin = { label: "", form: "shorthand", site } as const;
    const { position } = await locate({
      origin,
      kind: "definition",
      path: ["a"],
    });
    return position?.column;
  };
  const first = text.indexOf("a: 1") + 1;
  const second = text.indexOf("a: 2") + 1;
  const third = text.indexOf("a: 3") + 1;
  const call = text.indexOf("module({ a: 2") + 1;
  const member = text.indexOf("m.module") + 1;
  // The callee, its parenthesis, the argument; and the line's start, before every call.
  for (const column of [call, call + 6, call + 8]) {
    assert.equal(await columnOf(column), second);
  }
  for (const column of [member, member + 2, member + 8]) {
    assert.equal(await columnOf(column), third);
  }
  assert.equal(await columnOf(1), first);
});

test("a file that is away leaves the call's position, no site the label", async () => {
  const file = join(folder, "away.ts");
  const site = { file, line: 3, column: 4 };
  const origin = { label: "it", form: "full", site } as const;
  assert.deepEqual(await locate({ origin, kind: "definition", path: ["a"] }), {
    label: "it",
    position: site,
    computed: true,
  });
  for (const nowhere of [
    undefined,
    { file: "evalmachine.<anonymous>", line: 1, column: 1 },
    { file: "node:internal/x", line: 1, column: 1 },
    { file: "file://%%%", line: 1, column: 1 },
    { file: join(folder, "ghaf.cjs"), line: 1, column: 999 },
  ]) {
    const site = nowhere === undefined ? {} : { site: nowhere };
    const origin = { label: "it", form: "full", ...site } as const;
    const place = { origin, kind: "definition", path: ["a"] } as const;
    assert.deepEqual(await locate(place), { label: "it" });
  }
});

test("a position past the end of the file stays as it is", async () => {
  const file = join(folder, "system.ts");
  writeFileSync(file, "defineSystem({})");
  const site = { file, line: 30, column: 4 };
  const origin = { label: "it", form: "full", site } as const;
  assert.deepEqual(await locate({ origin, kind: "module", path: [] }), {
    label: "it",
    position: site,
  });
});

test("a file of data says its positions itself", async () => {
  const position = { file: join(folder, "a.yaml"), line: 2, column: 3 };
  const origin = {
    label: "a.yaml",
    form: "shorthand",
    find: (path: SourcePath) => {
      if (path.includes("broken")) throw new Error("broken");
      return path.join(".") === "ghaf.x" ? position : undefined;
    },
  } as const;
  const at = (...path: string[]) =>
    locate({ origin, kind: "definition", path });
  const label = "a.yaml";
  assert.deepEqual(await at("ghaf", "x"), { label, position });
  const inside = { label, position, computed: true };
  assert.deepEqual(await at("ghaf", "x", "y"), inside);
  assert.deepEqual(await at("ghaf"), { label });
  assert.deepEqual(await at("broken"), { label });
});

test("a problem keeps its words and gets lines", async () => {
  const file = join(folder, "system.ts");
  writeFileSync(file, "defineSystem({ a: (c) => c.b, options: { b: 1 } })");
  const site = { file, line: 1, column: 1 };
  const origin = { label: "it", form: "shorthand", site } as const;
  const locator = await createLocator({ sourceMapOf: () => undefined });
  const problem = {
    level: "error",
    code: "wrong-type",
    path: "a",
    reason: "is not a number",
    fix: "write one",
  } as const;
  const places = [
    { origin, kind: "definition", path: ["a"], computed: true },
  ] as const;
  const declared = { origin, kind: "declaration", path: ["b"] } as const;
  const located = locator.locateProblems([
    { ...problem, places, declared },
    { ...problem, places: [] },
  ]);
  assert.deepEqual(located, [
    {
      ...problem,
      places: [
        {
          label: "it",
          position: { file, line: 1, column: 16 },
          computed: true,
        },
      ],
      declared: { label: "it", position: { file, line: 1, column: 42 } },
    },
    { ...problem, places: [] },
  ]);
});
