/** The body of `ghaf check`: everything that is wrong with a configuration. */

import { type LocatedProblem, problemCount } from "@ghaf/module-system";
import { sortArguments } from "../../declaration/arguments.ts";
import { type Opened, openConfiguration } from "../../declaration/open.ts";
import { hasErrors, tellProblems } from "../../declaration/tell-problems.ts";
import { json } from "../../output/render.ts";
import { CliError, Ended, exitStatus } from "../cli-error.ts";
import type { Shell } from "../shell.ts";

export interface CheckRequest {
  readonly words: readonly string[];
  readonly config: string | undefined;
  /** Have the TypeScript compiler look too. */
  readonly types: boolean;
  readonly format: "text" | "json";
}

export async function check(
  { words, config, types, format }: CheckRequest,
  shell: Shell,
): Promise<void> {
  const { io, surface } = shell;
  const { file, path } = sortArguments({ words, config, folder: io.folder });
  if (path !== undefined) throw notAFile(path);
  const started = io.now().getTime();
  const opened = await openConfiguration(file, shell);
  const typing = types ? await typeProblems(opened) : [];
  const hints = await hintsOf(opened);
  const problems = [...opened.problems, ...typing, ...hints];
  if (format === "json") await surface.print(json(problems));
  else {
    tellProblems(problems, io.folder, surface);
    // The time would make the text differ from run to run where it is kept.
    const took = `${io.now().getTime() - started} ms`;
    const count = problemCount(problems);
    surface.tell(io.stderr.isTerminal ? `${count} in ${took}` : count);
  }
  if (hasErrors(problems)) throw new Ended(exitStatus("configuration"));
}

/** What is wrong comes first, and there may be nothing left to say of the rest. */
async function hintsOf(opened: Opened): Promise<readonly LocatedProblem[]> {
  const { evaluation, problems } = opened;
  if (evaluation === undefined || hasErrors(problems)) return [];
  const { unrealisedHints } = await import(
    "../../declaration/unrealised-hints.ts"
  );
  return unrealisedHints({ ...opened, evaluation });
}

/** Without those of lines that have a problem already: it is the same one. */
async function typeProblems({
  file,
  problems,
}: Opened): Promise<readonly LocatedProblem[]> {
  if (file === undefined) return [];
  const { checkTypes } = await import("../../load-system/check-types.ts");
  const known = new Set(problems.flatMap(linesOf));
  const found = await checkTypes(file);
  return found.filter(
    (problem) => !linesOf(problem).some((at) => known.has(at)),
  );
}

function linesOf({ places }: LocatedProblem): readonly string[] {
  return places.flatMap(({ position }) =>
    position === undefined ? [] : [`${position.file}:${position.line}`],
  );
}

function notAFile(path: string): CliError {
  return new CliError("usage", `there is no file ${path}`, {
    hints: ["the value of one option: ghaf eval OPTION"],
  });
}
