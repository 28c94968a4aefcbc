/** Files that exist and may have been meant. */

import { readdirSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { nearest } from "@ghaf/module-system/nearest";

const CODE = [".ts", ".mts", ".js", ".mjs"];
const DATA = [".json", ".yaml", ".yml"];

export type FileKind = "code" | "data";

/** How a file is loaded, by the ending of its name. */
export function fileKind(file: string): FileKind | undefined {
  const ending = extname(file);
  if (CODE.includes(ending)) return "code";
  return DATA.includes(ending) ? "data" : undefined;
}

export const ENDINGS = [...CODE, ...DATA].join(" ");

/** "did you mean x?" for the closest file in the same folder. @param asked an absolute path */
export function suggestFile(
  asked: string,
  written = asked,
): string | undefined {
  const name = basename(asked);
  const others = loadableIn(dirname(asked)).filter((other) => other !== name);
  const [best] = nearest(name, others);
  if (best === undefined) return undefined;
  const start = written.slice(0, written.length - basename(written).length);
  return `did you mean ${JSON.stringify(`${start}${best}`)}?`;
}

function loadableIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter(
      (name) => fileKind(join(folder, name)) !== undefined,
    );
  } catch {
    return [];
  }
}
