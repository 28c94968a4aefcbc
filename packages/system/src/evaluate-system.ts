/** From a description of a device to `System`, or to everything that is wrong with it. */

import {
  type Evaluation,
  evaluate,
  type Module,
  type Problem,
} from "@ghaf/module-system";
import { checkMachines } from "./checks/index.ts";
import { evaluateGuests } from "./machine/evaluate-guests.ts";
import { type System, systemOf } from "./machine/system.ts";
import type { PlatformConfig } from "./options/platform-options.ts";
import { platform } from "./platform.ts";
import { withoutRepetition } from "./problem-list.ts";
import { unlessFailed } from "./unless-failed.ts";

export interface SystemEvaluation {
  /** For those who ask about single options. */
  readonly evaluation: Evaluation<PlatformConfig>;
  /** Absent when there is an error. */
  readonly system: System | undefined;
  /** Of the description and of all its VMs, by path. */
  readonly problems: readonly Problem[];
}

/** Evaluates every option and every VM. Nothing throws because of what a description says. @param module what `defineSystem` returned */
export function evaluateSystem(module: Module): SystemEvaluation {
  const evaluation = evaluate<PlatformConfig>([platform, module]);
  evaluation.readAll();
  const { config } = evaluation;
  const guests = evaluateGuests(config);
  // A VM that could not be read would be missed by the others, which is no mistake of theirs.
  if (guests.isWhole) {
    unlessFailed(() => checkMachines(guests.drafts, config, evaluation.report));
  }
  const problems = () =>
    withoutRepetition([...evaluation.problems(), ...guests.problems]);
  const system = problems().some(isError)
    ? undefined
    : unlessFailed(() =>
        systemOf({
          config,
          vms: guests.drafts.map(({ vm }) => vm),
          logServer: logServerOf(evaluation),
        }),
      );
  // Asked again, since an option that nobody had needed may turn out to be missing.
  return { evaluation, system, problems: problems() };
}

function isError({ level }: Problem): boolean {
  return level === "error";
}

/** The option has no default: without a definition logs stay on the device. */
function logServerOf(evaluation: Evaluation<PlatformConfig>): string | null {
  const found = evaluation.lookUp("ghaf.logging.server.endpoint");
  return found.kind === "value" && typeof found.value === "string"
    ? found.value
    : null;
}
