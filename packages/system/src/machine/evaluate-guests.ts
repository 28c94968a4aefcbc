/** Evaluates every VM's own configuration: its role's, its entry's, and what a person added. */

import { evaluateKept, OptionFailure, type Problem } from "@ghaf/module-system";
import { guestOptions } from "../guest/guest-options.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { type EnabledVm, enabledVms } from "./enabled-vms.ts";
import { addedModules, baseModules } from "./guest-modules.ts";
import type { EvaluatedVm } from "./system.ts";

export interface EvaluatedGuests {
  /** Those whose part of the description could be read. */
  readonly vms: readonly EvaluatedVm[];
  readonly problems: readonly Problem[];
}

export function evaluateGuests(config: PlatformConfig): EvaluatedGuests {
  const enabled = orNothing(() => enabledVms(config)) ?? [];
  const results = enabled.flatMap(
    (vm) => orNothing(() => evaluateGuest(config, vm)) ?? [],
  );
  return {
    vms: results.map(({ vm, guest }) => ({ vm, guest })),
    problems: results.flatMap(({ problems }) => problems),
  };
}

function evaluateGuest(config: PlatformConfig, vm: EnabledVm) {
  const { kept, path } = addedModules(config, vm);
  const evaluation = evaluateKept({
    ...{ options: guestOptions, base: baseModules(config, vm), kept, path },
  });
  evaluation.readAll();
  const guest = evaluation.config;
  return { vm, guest, problems: evaluation.problems() };
}

/** What cannot be read has been reported already. */
function orNothing<T>(body: () => T): T | undefined {
  try {
    return body();
  } catch (error) {
    if (error instanceof OptionFailure) return undefined;
    throw error;
  }
}
