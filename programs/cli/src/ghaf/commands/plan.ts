/** The body of `ghaf plan`: where the machines of a configuration are, which files they get, and which options change none. */

import { resolve } from "node:path";
import {
  type Artifact,
  consumerOf,
  effectOf,
  type Placement,
  placementsOf,
} from "@ghaf/plan";
import { onlyFile } from "../../declaration/arguments.ts";
import {
  type ChangedLine,
  lineDifferences,
} from "../../declaration/line-differences.ts";
import { openOptions } from "../../declaration/open-options.ts";
import { openPlan } from "../../declaration/open-plan.ts";
import type { Paint } from "../../output/colour.ts";
import { json } from "../../output/render.ts";
import { renderTable } from "../../output/table.ts";
import { visible } from "../../output/visible.ts";
import { CliError } from "../cli-error.ts";
import type { Shell } from "../shell.ts";

export interface PlanRequest {
  readonly words: readonly string[];
  readonly config: string | undefined;
  /** The configuration to compare with; undefined: none. */
  readonly before: string | undefined;
  /** List the options that change nothing instead, which is not about one configuration. */
  readonly unrealised: boolean;
  readonly format: "text" | "json";
}

export async function planCommand(
  { words, config, before, unrealised, format }: PlanRequest,
  shell: Shell,
): Promise<void> {
  if (unrealised) {
    const [word] = words;
    if (word === undefined) return listUnrealised(format, shell);
    throw new CliError("usage", `--unrealised takes no ${word}`, {
      hints: ["it is the same for every configuration"],
    });
  }
  const { folder } = shell.io;
  const file = onlyFile({ words, config, folder });
  const { surface } = shell;
  if (before === undefined) {
    const { system, allocation, artifacts } = await openPlan(file, shell);
    const placements = placementsOf(system, allocation);
    await surface.print(
      format === "json"
        ? json(planJson(placements, artifacts))
        : planText(placements, artifacts, surface.paint),
    );
    return;
  }
  const earlier = await openPlan(resolve(folder, before), shell);
  const later = await openPlan(file, shell);
  const changes = changesBetween(earlier.artifacts, later.artifacts);
  await surface.print(
    format === "json" ? json({ changes }) : changesText(changes, surface.paint),
  );
  if (changes.length === 0) surface.tell("the same");
}

/** Options that nothing reads yet, with the reason of each. */
async function listUnrealised(
  format: PlanRequest["format"],
  shell: Shell,
): Promise<void> {
  const { surface } = shell;
  const source = { file: undefined, withPlaces: false };
  const options = await openOptions(source, shell);
  const unrealised = options.flatMap(
    ({ name: option, unrealised: reason }): readonly UnrealisedOption[] =>
      reason === undefined ? [] : [{ option, reason }],
  );
  await surface.print(
    format === "json"
      ? json(unrealised)
      : renderTable(UNREALISED_COLUMNS, unrealised, { paint: surface.paint }),
  );
  surface.tell(
    `${unrealised.length} of ${options.length} options change nothing in this version`,
  );
}

interface UnrealisedOption {
  readonly option: string;
  readonly reason: string;
}

const UNREALISED_COLUMNS = [
  { title: "OPTION", text: ({ option }: UnrealisedOption) => option },
  { title: "REASON", text: ({ reason }: UnrealisedOption) => reason },
];

/** The form of the JSON. */
function planJson(
  placements: readonly Placement[],
  artifacts: readonly Artifact[],
) {
  return {
    vms: placements.map(({ vm, macs, ...place }) => ({
      ...{ name: vm.name, role: vm.role, ...place },
      macs: Object.fromEntries(macs),
    })),
    files: artifacts.map((artifact) => ({
      ...artifact,
      effect: effectOf(artifact),
      reader: consumerOf(artifact)?.reader,
    })),
  };
}

function planText(
  placements: readonly Placement[],
  artifacts: readonly Artifact[],
  paint: Paint,
): string {
  const vms = renderTable(VM_COLUMNS, placements, { paint });
  return `${vms}\n${renderTable(FILE_COLUMNS, artifacts, { paint })}`;
}

const VM_COLUMNS = [
  { title: "VM", text: ({ vm }: Placement) => vm.name },
  { title: "ADDRESS", text: ({ address }: Placement) => address },
  { title: "MAC", text: ({ mac }: Placement) => mac },
  { title: "CID", text: ({ cid }: Placement) => String(cid ?? "") },
  {
    title: "MEMORY",
    text: ({ vm }: Placement) => `${vm.hypervisor.memory.size} MiB`,
  },
];

const FILE_COLUMNS = [
  { title: "MACHINE", text: ({ system }: Artifact) => system },
  { title: "FILE", text: ({ path }: Artifact) => path },
  { title: "CHANGED BY", text: (one: Artifact) => effectOf(one) ?? "" },
  { title: "READ BY", text: (one: Artifact) => consumerOf(one)?.reader ?? "" },
];

interface FileChange {
  readonly system: string;
  readonly path: string;
  readonly change: "added" | "changed" | "removed";
  readonly effect: string;
  readonly lines: readonly ChangedLine[];
}

function changesBetween(
  before: readonly Artifact[],
  after: readonly Artifact[],
): readonly FileChange[] {
  const [old, fresh] = [byPlace(before), byPlace(after)];
  const places = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  return places.flatMap((place): readonly FileChange[] => {
    const [one, other] = [old.get(place), fresh.get(place)];
    const artifact = other ?? one;
    if (artifact === undefined || one?.text === other?.text) return [];
    const { system, path } = artifact;
    const gone = other === undefined ? "removed" : "changed";
    const change = one === undefined ? "added" : gone;
    const lines = lineDifferences(one?.text ?? "", other?.text ?? "");
    return [{ system, path, change, effect: effectOf(artifact) ?? "", lines }];
  });
}

function byPlace(
  artifacts: readonly Artifact[],
): ReadonlyMap<string, Artifact> {
  return new Map(artifacts.map((one) => [`${one.system} ${one.path}`, one]));
}

const SIGNS = { added: "+", changed: "~", removed: "-" } as const;
const TONES = { added: "good", changed: "warning", removed: "bad" } as const;

function changesText(changes: readonly FileChange[], paint: Paint): string {
  return changes
    .flatMap(({ system, path, change, effect, lines }) => [
      paint(TONES[change], `${SIGNS[change]} ${system} ${path} (${effect})`),
      ...lines.map(({ sign, text }) =>
        paint(sign === "+" ? "good" : "bad", `    ${sign} ${visible(text)}`),
      ),
    ])
    .map((line) => `${line}\n`)
    .join("");
}
