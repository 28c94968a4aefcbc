/** What `ghaf check` said, taken apart; and the files of a folder, to see that it left them alone. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One problem. */
export interface Said {
  /** What is wrong, without its level. */
  readonly title: string;
  /** `system.ts:3:9`; of the platform `packages/…:*`. */
  readonly places: readonly string[];
  readonly fix: boolean;
}

/** @param text what was written to standard error */
export function problemsIn(text: string): readonly Said[] {
  return text
    .split(/^(?=(?:error|warning|hint): )/m)
    .filter((block) => /^(?:error|warning|hint): /.test(block))
    .map((block) => ({
      title: (block.split("\n", 1)[0] ?? "").replace(/^[a-z]+: /, ""),
      places: [
        ...block.matchAll(/^ {2}at (\S+:(?:\d+:\d+|\*))(?: \(computed\))?$/gm),
        // Of what nobody wrote: the declaration of its default.
        ...block.matchAll(/^ {2}declared in (\S+:\*)$/gm),
      ].map(([, place = ""]) => place),
      fix: /^ {2}fix: \S/m.test(block),
    }));
}

/** Every file below a folder, by its path in it, with its bytes as text. */
export function contentOf(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(
    files.map((file) => [
      file.slice(folder.length + 1),
      readFileSync(file, "latin1"),
    ]),
  );
}
