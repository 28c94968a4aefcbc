/** What selecting a profile sets and changes, as committed files that a person can read. */

import { strict as assert } from "node:assert";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { type Evaluation, evaluate, type Module } from "@ghaf/module-system";
import { defineSystem, type SystemDefinition } from "../define-system.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { platform } from "../platform.ts";
import { applicationsProfile } from "./applications.ts";
import { debugProfile } from "./debug.ts";
import { graphicsProfile } from "./graphics.ts";
import { hostHardeningProfile } from "./host-hardening.ts";
import { kernelHardeningProfile } from "./kernel-hardening.ts";
import { laptopX86Profile } from "./laptop-x86.ts";
import { mvpUserTrialProfile } from "./mvp-user-trial.ts";
import { mvpUserTrialExtrasProfile } from "./mvp-user-trial-extras.ts";
import { releaseProfile } from "./release.ts";

interface Case {
  readonly name: string;
  readonly profile: Module;
  readonly selected: SystemDefinition;
  /** What it is compared with; otherwise a device with nothing selected. */
  readonly beside?: SystemDefinition;
}

const WITHOUT_VARIANT: SystemDefinition = {
  ghaf: { profiles: { debug: { enable: false } } },
};

const CASES: readonly Case[] = [
  {
    name: "debug",
    profile: debugProfile,
    selected: { ghaf: { profiles: { debug: { enable: true } } } },
    beside: WITHOUT_VARIANT,
  },
  {
    name: "release",
    profile: releaseProfile,
    selected: { ghaf: { build: "release" } },
    beside: WITHOUT_VARIANT,
  },
  {
    name: "graphics",
    profile: graphicsProfile,
    selected: { ghaf: { profiles: { graphics: { enable: true } } } },
  },
  {
    name: "applications",
    profile: applicationsProfile,
    selected: { ghaf: { profiles: { applications: { enable: true } } } },
  },
  {
    name: "host-hardening",
    profile: hostHardeningProfile,
    selected: { ghaf: { profiles: { "host-hardening": { enable: true } } } },
  },
  {
    name: "kernel-hardening",
    profile: kernelHardeningProfile,
    selected: { ghaf: { profiles: { "kernel-hardening": { enable: true } } } },
  },
  {
    name: "laptop-x86",
    profile: laptopX86Profile,
    selected: {
      ghaf: { reference: { profiles: { "laptop-x86": { enable: true } } } },
    },
  },
  {
    name: "mvp-user-trial",
    profile: mvpUserTrialProfile,
    selected: {
      ghaf: { reference: { profiles: { "mvp-user-trial": { enable: true } } } },
    },
  },
  {
    name: "mvp-user-trial-extras",
    profile: mvpUserTrialExtrasProfile,
    selected: {
      ghaf: {
        reference: { profiles: { "mvp-user-trial-extras": { enable: true } } },
      },
    },
  },
];

const GOLDEN = new URL("../../golden/profiles/", import.meta.url);

for (const { name, profile, selected, beside = {} } of CASES) {
  test(`the profile ${name} sets and changes what its file says`, () => {
    const after = evaluated(selected);
    const changes = difference(evaluated(beside), after);
    compareWithFile(name, { sets: definedBy(profile, after), changes });
  });
}

function evaluated(definition: SystemDefinition): Evaluation<PlatformConfig> {
  const evaluation = evaluate<PlatformConfig>([
    platform,
    defineSystem(definition),
  ]);
  evaluation.readAll();
  return evaluation;
}

/** Options of the top, without the parts of submodules. */
function optionNames(
  evaluation: Evaluation<PlatformConfig>,
): readonly string[] {
  return evaluation
    .options()
    .map(({ name }) => name)
    .filter((name) => !/[*<]/.test(name));
}

/** Options to which the profile itself contributes, whatever else does. */
function definedBy(
  profile: Module,
  evaluation: Evaluation<PlatformConfig>,
): readonly string[] {
  return optionNames(evaluation).filter((name) => {
    const explained = evaluation.explain(name);
    return (
      explained.kind === "explanation" &&
      explained.definitions.some(
        ({ place, outcome }) =>
          place.origin === profile.origin && outcome !== "condition-false",
      )
    );
  });
}

function difference(
  before: Evaluation<PlatformConfig>,
  after: Evaluation<PlatformConfig>,
): Readonly<Record<string, unknown>> {
  const changed = optionNames(after).filter(
    (name) => textAt(before, name) !== textAt(after, name),
  );
  // Of a group that is an option itself, its parts say it.
  const innermost = changed.filter(
    (name) => !changed.some((other) => other.startsWith(`${name}.`)),
  );
  return Object.fromEntries(
    innermost.map((name) => [name, summary(JSON.parse(textAt(after, name)))]),
  );
}

function textAt(evaluation: Evaluation<PlatformConfig>, name: string): string {
  const found = evaluation.lookUp(name);
  return JSON.stringify(found.kind === "value" ? found.value : found.kind);
}

/** What has names is told by them: launchers, VMs, frames. */
function summary(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map(
    (item: { readonly name?: string; readonly identifier?: string }) =>
      item.name ?? item.identifier ?? item,
  );
}

/** `GHAF_UPDATE_GOLDEN=1` writes the file anew; the formatter lays it out. */
function compareWithFile(name: string, made: object): void {
  const file = new URL(`${name}.json`, GOLDEN);
  if (process.env["GHAF_UPDATE_GOLDEN"] === "1") {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`);
  }
  assert.deepEqual(made, JSON.parse(readFileSync(file, "utf8")));
}
