/** The text of a source or of its map, which may not be there. */

import { LARGEST_CODE, readText } from "../read-text.ts";

/** Nothing when the file cannot be read. */
export function textOf(file: string): string | undefined {
  const read = readText(file, LARGEST_CODE);
  return "text" in read ? read.text : undefined;
}
