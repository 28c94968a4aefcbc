/** Sources of tests with a mark before what should be found. */

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type {
  LocatedPlace,
  Place,
  SourcePath,
  SourcePosition,
} from "@ghaf/module-system";
import { createLocator } from "./locator.ts";

export interface Case {
  /** Files by name, or the text of `system.ts`; what should be found has `▸` before it. */
  readonly files: string | Readonly<Record<string, string>>;
  readonly path: SourcePath;
  readonly kind?: Place["kind"];
  readonly form?: "full" | "shorthand" | "options";
  readonly computed?: true;
}

/** Of the first mark in the text. */
function positionIn(file: string, text: string, mark: string): SourcePosition {
  const lines = text.slice(0, text.indexOf(mark)).split("\n");
  return { file, line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}

/** Writes the files without their mark. @returns where it was */
function write(
  folder: string,
  files: Readonly<Record<string, string>>,
): SourcePosition {
  let marked: SourcePosition | undefined;
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    if (text.includes("▸")) marked = positionIn(path, text, "▸");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text.replace("▸", ""));
  }
  assert.ok(marked, "the case has a mark");
  return marked;
}

/** Where a locator says it is that knows of no bundle. */
export async function locate(place: Place): Promise<LocatedPlace> {
  const locator = await createLocator({ sourceMapOf: () => undefined });
  return locator.locate(place);
}

const CALLS = {
  full: "module(",
  shorthand: "defineSystem(",
  options: "withOptions(",
} as const;

/** Finds the mark of a case whose files are written to the folder. */
export async function checkCase(folder: string, given: Case): Promise<void> {
  const { kind = "definition", form = "shorthand", path } = given;
  const files =
    typeof given.files === "string"
      ? { "system.ts": given.files }
      : given.files;
  const position = write(folder, files);
  const text = (files["system.ts"] ?? "").replace("▸", "");
  const call = CALLS[form];
  const site = positionIn(join(folder, "system.ts"), text, call);
  const origin = { label: "the label", form, site };
  assert.deepEqual(await locate({ origin, kind, path }), {
    position,
    label: "the label",
    ...(given.computed && { computed: true }),
  });
}
