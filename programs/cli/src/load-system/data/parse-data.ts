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

/** What a person can mend before looking again. */
const MOST_SAID = 50;

export function faultProblems(
  file: string,
  text: string,
  faults: readonly DataFault[],
): readonly LocatedProblem[] {
  const said = faults.slice(0, MOST_SAID);
  const left = faults.length - said.length;
  return [
    ...said.map((fault) => faultProblem(file, text, fault)),
    ...(left === 0
      ? []
      : [fileProblem({ file, reason: `has ${left} more problems` })]),
  ];
}

function faultProblem(
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
