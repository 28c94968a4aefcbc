/** Reading a text file that may not be there. */

import { readFileSync } from "node:fs";

/** The file's text; nothing when it cannot be read. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
