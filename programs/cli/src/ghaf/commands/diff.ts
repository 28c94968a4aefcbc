/** The body of `ghaf diff`: what differs between two configurations once they are evaluated. */

import { resolve } from "node:path";
import { type Difference, differences } from "../../declaration/differences.ts";
import { openSound } from "../../declaration/open.ts";
import { inline } from "../../declaration/value-text.ts";
import type { Paint } from "../../output/colour.ts";
import { json, yamlOf } from "../../output/render.ts";
import { visible } from "../../output/visible.ts";
import { Ended } from "../cli-error.ts";
import type { Shell } from "../shell.ts";

export interface DiffRequest {
  readonly before: string;
  readonly after: string;
  readonly format: "text" | "json" | "yaml";
  /** End with 1 when something differs. */
  readonly exitCode: boolean;
}

/** The form of the JSON. */
interface Comparison {
  readonly options: readonly Difference[];
  readonly vms: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
  };
}

const DIFFERENT = 1;

export async function diff(request: DiffRequest, shell: Shell): Promise<void> {
  const { folder } = shell.io;
  const before = await readSide(resolve(folder, request.before), shell);
  const after = await readSide(resolve(folder, request.after), shell);
  const comparison: Comparison = {
    options: [
      ...differences(before.options, after.options),
      ...changedSecrets(before.secrets, after.secrets),
    ],
    vms: {
      added: after.vms.filter((name) => !before.vms.includes(name)),
      removed: before.vms.filter((name) => !after.vms.includes(name)),
    },
  };
  await shell.surface.print(await rendered(comparison, request, shell));
  const same = comparison.options.length === 0;
  if (same) shell.surface.tell("the same");
  if (!same && request.exitCode) throw new Ended(DIFFERENT);
}

async function readSide(file: string, shell: Shell) {
  const { evaluation, system } = await openSound(file, shell);
  const found = evaluation.lookUp("");
  return {
    options: found.kind === "value" ? found.value : {},
    secrets: evaluation.secrets(),
    vms: system.vms.map(({ name }) => name),
  };
}

/** What is not shown is compared all the same. */
function changedSecrets(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): readonly Difference[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names
    .filter((name) => before.get(name) !== null && after.get(name) !== null)
    .filter((name) => before.get(name) !== after.get(name))
    .map((path) => ({ path, before: "(hidden)", after: "(hidden)" }));
}

function rendered(
  comparison: Comparison,
  { format }: DiffRequest,
  { surface }: Shell,
): string | Promise<string> {
  switch (format) {
    case "json":
      return json(comparison);
    case "yaml":
      return yamlOf(comparison);
    case "text":
      return textOf(comparison, surface.paint);
  }
}

function textOf({ options, vms }: Comparison, paint: Paint): string {
  const lines = [
    ...vms.added.map((name) => paint("good", `+ VM ${visible(name)}`)),
    ...vms.removed.map((name) => paint("bad", `- VM ${visible(name)}`)),
    ...options.map((difference) => differenceLine(difference, paint)),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function differenceLine(difference: Difference, paint: Paint): string {
  const path = visible(difference.path);
  const { before, after } = difference;
  if (!("before" in difference)) {
    return paint("good", `+ ${path}: ${inline(after)}`);
  }
  if (!("after" in difference)) {
    return paint("bad", `- ${path}: ${inline(before)}`);
  }
  return paint("warning", `~ ${path}: ${changeText(before, after)}`);
}

/** Of lists only what came and went, if that is all. */
function changeText(before: unknown, after: unknown): string {
  const whole = `${inline(before)} -> ${inline(after)}`;
  if (!Array.isArray(before) || !Array.isArray(after)) return whole;
  const [old, fresh] = [before.map(inline), after.map(inline)];
  const gone = old.filter((item) => !fresh.includes(item));
  const come = fresh.filter((item) => !old.includes(item));
  const stay = (list: readonly string[], other: readonly string[]) =>
    list.filter((item) => other.includes(item)).join();
  if (
    stay(old, fresh) !== stay(fresh, old) ||
    gone.length + come.length === 0
  ) {
    return whole;
  }
  const changes = [
    ...gone.map((item) => `- ${item}`),
    ...come.map((item) => `+ ${item}`),
  ];
  return changes.join(", ");
}
