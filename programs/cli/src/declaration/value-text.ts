/** Evaluated values as text for a person. */

import { visible, visibleLines } from "../output/visible.ts";
import { isRecord } from "./leaves.ts";

/** One line: a text in quotes, anything else as JSON. */
export function inline(value: unknown): string {
  return value === undefined ? "nothing" : visible(JSON.stringify(value));
}

/** As a command prints it: a text without quotes, what has parts as YAML. Ends in a line end. */
export async function readable(value: unknown): Promise<string> {
  if (typeof value === "string") return `${visibleLines(value)}\n`;
  if (!isRecord(value) && !Array.isArray(value)) return `${inline(value)}\n`;
  const { yamlOf } = await import("../output/render.ts");
  return yamlOf(value);
}
