/** The body of `ghaf explain`: where the value of an option comes from. */

import {
  type Evaluation,
  type Explanation,
  type LocatedProblem,
  type NotFound,
  problemCount,
  renderPlace,
} from "@ghaf/module-system";
import { sortArguments } from "../../declaration/arguments.ts";
import {
  type Explained,
  type ExplainedLine,
  explained,
} from "../../declaration/explained.ts";
import { openLoaded } from "../../declaration/open.ts";
import {
  hasErrors,
  problemStyle,
  tellProblems,
} from "../../declaration/tell-problems.ts";
import { inline } from "../../declaration/value-text.ts";
import { type Paint, plain, type Tone } from "../../output/colour.ts";
import { json, yamlOf } from "../../output/render.ts";
import { type Column, renderTable } from "../../output/table.ts";
import { visible } from "../../output/visible.ts";
import { CliError, Ended, exitStatus } from "../cli-error.ts";
import type { Shell } from "../shell.ts";
import { notFound } from "./eval.ts";

export interface ExplainRequest {
  /** An option path, and perhaps a file. */
  readonly words: readonly string[];
  readonly config: string | undefined;
  readonly format: "text" | "json" | "yaml";
}

export async function explain(
  { words, config, format }: ExplainRequest,
  shell: Shell,
): Promise<void> {
  const { io, surface } = shell;
  const { file, path } = sortArguments({ words, config, folder: io.folder });
  if (path === undefined)
    throw new CliError("usage", "missing an option to explain");
  const { evaluation, problems, locate } = await openLoaded(file, shell);
  const found = evaluation.explain(path);
  if (found.kind === "not-found") throw noOption(path, found, evaluation);
  const style = problemStyle(io.folder, plain);
  const about = await explained(found, {
    locate,
    shown: (place) => renderPlace(place, style),
  });
  const facts = { ...about, ...(await effectOf(found.option.name)) };
  if (found.state === "failed") refuse(found, facts, { problems, shell });
  await surface.print(await rendered(facts, format, surface.paint));
  if (hasErrors(problems)) {
    surface.tell(`elsewhere: ${problemCount(problems)} (ghaf check)`);
  }
}

/** Nothing of an option that a person declared: only they know. */
async function effectOf(
  option: string,
): Promise<Pick<Explained, "feeds" | "unrealised">> {
  const { effectOfOption } = await import("@ghaf/plan/unrealised");
  const { feeds, ...rest } = effectOfOption(option);
  return feeds.length === 0 ? rest : { feeds };
}

/** Nothing of an option that has no value goes to stdout. */
function refuse(
  { path }: Explanation,
  facts: Explained,
  {
    problems,
    shell,
  }: { readonly problems: readonly LocatedProblem[]; readonly shell: Shell },
): never {
  const { io, surface } = shell;
  const about = problems.filter((problem) => problem.path.startsWith(path));
  const shown = about.length === 0 ? problems : about;
  surface.show(textOf(facts, surface.messagePaint));
  tellProblems(shown, io.folder, surface);
  throw new Ended(exitStatus("configuration"));
}

/** Of a group the parts are offered. */
function noOption(
  path: string,
  found: NotFound,
  evaluation: Evaluation<unknown>,
): CliError {
  if (evaluation.lookUp(path).kind === "not-found")
    return notFound(path, found);
  return new CliError("not-found", `${path} is a group, not an option`, {
    hints: [`what is in it: ghaf options show ${path}`],
  });
}

function rendered(
  facts: Explained,
  format: ExplainRequest["format"],
  paint: Paint,
): string | Promise<string> {
  switch (format) {
    case "json":
      return json(facts);
    case "yaml":
      return yamlOf(facts);
    case "text":
      return textOf(facts, paint);
  }
}

function textOf(facts: Explained, paint: Paint): string {
  const { path, type, declaredIn, description, definitions, why } = facts;
  const value = facts.state === "value" ? inline(facts.value) : facts.state;
  const paragraphs = [
    `${paint("strong", `${visible(path)} = ${value}`)}\n`,
    `  ${visible(description)}\n  ${visible(type)}, declared in ${declaredIn}\n`,
    definitions.length > 0 ? renderTable(COLUMNS, definitions, { paint }) : "",
    `${visible(why)}\n`,
    effectText(facts),
  ];
  return paragraphs.filter((text) => text !== "").join("\n");
}

/** What a person looks through. */
const MOST_FEEDS = 8;

function effectText({ feeds = [], unrealised }: Explained): string {
  if (unrealised !== undefined) return `unrealised: ${unrealised}\n`;
  if (feeds.length === 0) return "";
  const shown = feeds.slice(0, MOST_FEEDS).map((place) => `  ${place}\n`);
  const more = feeds.length - shown.length;
  const rest = more > 0 ? `  … and ${more} more: -o json has all\n` : "";
  return `feeds:\n${shown.join("")}${rest}`;
}

const COLUMNS: readonly Column<ExplainedLine>[] = [
  {
    title: "OUTCOME",
    text: ({ outcome }) => outcome,
    tone: ({ outcome }) => TONES[outcome],
  },
  { title: "PRIORITY", text: ({ priority }) => priority },
  { title: "AT", text: ({ place }) => place },
  {
    title: "VALUE",
    text: (line) => ("value" in line ? inline(line.value) : ""),
  },
];

const TONES: Readonly<Record<ExplainedLine["outcome"], Tone>> = {
  used: "good",
  merged: "good",
  overridden: "quiet",
  "condition-false": "quiet",
  failed: "bad",
};
