/** Files of data by the ending of their names. */

import type { LocatedProblem } from "@ghaf/module-system";
import { excerpt, fileProblem, lineAt, positionAt } from "../file-problem.ts";
import type { DataFault, ParsedData } from "./data-node.ts";
import { parseJson } from "./json.ts";

/** @param file decides the notation: `.json`, otherwise YAML */
export async function parseData(
  file: string,
  text: string,
): Promise<ParsedData> {
  if (file.endsWith(".json")) return parseJson(text);
  const { parseYaml } = await import("./yaml.ts");
  return parseYaml(text);
}

export function faultProblem(
  file: string,
  text: string,
  { at, reason, fix }: DataFault,
): LocatedProblem {
  const given = excerpt(lineAt(text, at));
  return fileProblem({
    ...positionAt(file, text, at),
    reason,
    ...(given === "" ? {} : { given }),
    ...(fix === undefined ? {} : { fix }),
  });
}
