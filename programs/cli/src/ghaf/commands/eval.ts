/** The body of `ghaf eval`: what a configuration, or a part of it, evaluates to. */

import {
  type Evaluation,
  formatSteps,
  type NotFound,
  parsePath,
} from "@ghaf/module-system";
import type { System } from "@ghaf/system";
import { sortArguments } from "../../declaration/arguments.ts";
import { isRecord, leavesOf } from "../../declaration/leaves.ts";
import { openSound, type Sound } from "../../declaration/open.ts";
import { inline, readable } from "../../declaration/value-text.ts";
import type { Paint } from "../../output/colour.ts";
import { json, yamlOf } from "../../output/render.ts";
import { renderTable } from "../../output/table.ts";
import { CliError } from "../cli-error.ts";
import type { Shell } from "../shell.ts";

export type EvalFormat = "text" | "json" | "yaml" | "table";

export interface EvalRequest {
  /** A file, an option path, both or neither. */
  readonly words: readonly string[];
  readonly config: string | undefined;
  /** What is made of the options, instead of the options. */
  readonly system: boolean;
  readonly format: EvalFormat;
}

export async function evalCommand(
  { words, config, system, format }: EvalRequest,
  shell: Shell,
): Promise<void> {
  const { folder } = shell.io;
  const { file, path } = sortArguments({ words, config, folder });
  const sound = await openSound(file, shell);
  const value = system
    ? partOfSystem(sound, path)
    : valueAt(sound.evaluation, path ?? "");
  const { surface } = shell;
  await surface.print(
    await rendered({ value, path: path ?? "", format }, surface.paint),
  );
}

function valueAt(evaluation: Evaluation<unknown>, path: string): unknown {
  const found = evaluation.lookUp(path);
  switch (found.kind) {
    case "value":
      return found.value;
    case "not-found":
      throw notFound(path, found);
    case "unset":
      throw new CliError(
        "configuration",
        `${path} has neither a definition nor a default`,
        { hints: [`what it is: ghaf options show ${path}`] },
      );
    case "failed":
      throw new CliError("configuration", `${path} has a problem`, {
        hints: ["which one: ghaf check"],
      });
  }
}

/** For an option path that leads nowhere. */
export function notFound(path: string, { nearest }: NotFound): CliError {
  const meant =
    nearest.length === 0 ? [] : [`did you mean ${nearest.join(", ")}?`];
  return new CliError("not-found", `there is no option or group ${path}`, {
    hints: [...meant, "to find options: ghaf options search WORD"],
  });
}

function partOfSystem({ system }: Sound, path: string | undefined): unknown {
  let value: unknown = withoutPassword(system);
  for (const step of parsePath(path ?? "") ?? [path ?? ""]) {
    const part = isRecord(value) || Array.isArray(value) ? value : {};
    if (!Object.hasOwn(part, step)) {
      throw new CliError("not-found", `the system has no part ${path}`, {
        hints: [`its parts: ${Object.keys(system).join(", ")}`],
      });
    }
    value = (part as Readonly<Record<string, unknown>>)[step];
  }
  return value;
}

/** The only secret in what is made of the options. */
function withoutPassword(system: System): System {
  const { host } = system;
  const { account } = host;
  if (account === null || account.password === null) return system;
  const hidden = { ...account, password: "(hidden)" };
  return { ...system, host: { ...host, account: hidden } };
}

interface Rendering {
  readonly value: unknown;
  readonly path: string;
  readonly format: EvalFormat;
}

function rendered(
  { value, path, format }: Rendering,
  paint: Paint,
): string | Promise<string> {
  switch (format) {
    case "text":
      return readable(value);
    case "json":
      return json(value);
    case "yaml":
      return yamlOf(value);
    case "table": {
      const leaves = leavesOf(value, parsePath(path) ?? []);
      return renderTable(COLUMNS, leaves, { paint });
    }
  }
}

type Leaf = ReturnType<typeof leavesOf>[number];

const COLUMNS = [
  { title: "OPTION", text: ({ steps }: Leaf) => formatSteps(steps) },
  { title: "VALUE", text: ({ value }: Leaf) => inline(value) },
];
