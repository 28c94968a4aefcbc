/** What is wrong with a configuration, said to a person. */

import {
  type LocatedProblem,
  type ProblemStyle,
  problemCount,
  renderProblems,
} from "@ghaf/module-system";
import { Ended, exitStatus } from "../ghaf/cli-error.ts";
import type { Surface } from "../ghaf/surface.ts";
import type { Paint } from "../output/colour.ts";
import { visible } from "../output/visible.ts";
import { shownFile } from "./shown-file.ts";

/** @param folder where the person is */
export function problemStyle(folder: string, paint: Paint): ProblemStyle {
  return { visible, paint, file: (file) => shownFile(file, folder) };
}

/** Shows all of them with their places. */
export function tellProblems(
  problems: readonly LocatedProblem[],
  folder: string,
  surface: Surface,
): void {
  const style = problemStyle(folder, surface.messagePaint);
  surface.show(renderProblems(problems, style));
}

/** Shows all of them and ends the command if one is an error. @throws Ended */
export function refuseErrors(
  problems: readonly LocatedProblem[],
  folder: string,
  surface: Surface,
): void {
  tellProblems(problems, folder, surface);
  if (!hasErrors(problems)) return;
  surface.tell(problemCount(problems));
  throw new Ended(exitStatus("configuration"));
}

export function hasErrors(problems: readonly LocatedProblem[]): boolean {
  return problems.some(({ level }) => level === "error");
}
