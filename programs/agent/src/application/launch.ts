/**
 * Starting an application: what is run for a request, and what the caller is told
 * when the program has ended, failed or merged into another (specification 3.6).
 */

import {
  endedStatus,
  hasEnded,
  type UnitName,
  type UnitStatus,
} from "@ghaf/api";
import type { ResolvedApplication } from "@ghaf/api/config";
import type { Clock } from "../clock.ts";
import { AgentError } from "../errors.ts";
import {
  type TransientUnit,
  type Units,
  UnitsError,
} from "../systemd/units.ts";
import { explain } from "../unit/failure.ts";
import { followFate } from "./fate.ts";
import { commandOf, type Manifest } from "./manifest.ts";
import { mergeCandidate } from "./merge.ts";

/** How long a program may take to hand over to a running instance. */
const MERGE_MS = 2_000;

export interface LauncherOptions {
  readonly manifest: Manifest;
  readonly units: Units;
  readonly clock: Clock;
  /** What every application gets beside the manager's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Answers with what is to be passed on. @throws AgentError when the application takes no such argument */
  readonly checkArguments: (
    application: ResolvedApplication,
    untrustedArguments: readonly string[],
  ) => Promise<readonly string[]>;
}

export interface Launcher {
  /**
   * @param untrustedUnit `<app>@<instance>.service`, as the caller sent it
   * @returns the status of the started unit, or of the one it merged into
   * @throws AgentError whose message is `cannot start application: <reason>`
   */
  launch(
    untrustedUnit: string,
    untrustedArguments: readonly string[],
  ): Promise<UnitStatus>;
}

export function createLauncher(options: LauncherOptions): Launcher {
  return {
    async launch(untrustedUnit, untrustedArguments) {
      try {
        return await launch(options, untrustedUnit, untrustedArguments);
      } catch (error) {
        throw explain("cannot start application", error);
      }
    },
  };
}

async function launch(
  options: LauncherOptions,
  untrustedUnit: string,
  untrustedArguments: readonly string[],
): Promise<UnitStatus> {
  const { manifest, units, environment } = options;
  const { application, unit } = manifest.readLaunch(untrustedUnit);
  const args = await options.checkArguments(application, untrustedArguments);
  const candidate = await mergeCandidate(application, manifest, units);
  const description = `Application service for ${application.name}`;
  const command = [...commandOf(application), ...args] as const;
  return run(options, { unit, description, command, environment }, candidate);
}

async function run(
  { units, clock }: LauncherOptions,
  spec: TransientUnit,
  candidate: UnitName | undefined,
): Promise<UnitStatus> {
  const fate = followFate(units, spec.unit, clock);
  try {
    let status = await start(units, spec);
    if (candidate !== undefined && isUp(status)) {
      await fate.ended(MERGE_MS);
      status = await units.status(spec.unit);
    }
    if (isUp(status)) return status;
    if (fate.failed() || status.activeState === "failed") {
      const text = `application started but failed: ${spec.unit}`;
      throw new AgentError("failed", text, { value: spec.unit });
    }
    return candidate === undefined
      ? endedStatus(spec.unit, `Exited application: ${spec.unit}`)
      : await units.status(candidate);
  } finally {
    fate.close();
  }
}

async function start(units: Units, spec: TransientUnit): Promise<UnitStatus> {
  try {
    return await units.startTransient(spec);
  } catch (error) {
    throw startFailure(spec.unit, error);
  }
}

function startFailure(unit: UnitName, error: unknown): unknown {
  if (!(error instanceof UnitsError)) return error;
  const reason = `failed to start app ${unit}`;
  return error.result === undefined
    ? explain(reason, error)
    : new AgentError("failed", `${reason}: ${error.result}`, { cause: error });
}

function isUp(status: UnitStatus): boolean {
  return status.loadState !== "not-found" && !hasEnded(status);
}
