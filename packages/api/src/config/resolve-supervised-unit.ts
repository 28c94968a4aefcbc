/** One entry of `supervisor.units`: what runs, and what becomes of it at start, end and failure. */

import type { SupervisedUnit } from "../gen/ghaf/config/v1/agent_config_pb.ts";
import { parseUnitName, type UnitName, vmOfUnit } from "../names.ts";
import type { Place } from "./findings.ts";
import type {
  ResolvedSupervisedUnit,
  SupervisedCommand,
} from "./resolved-agent-config.ts";

const STOP_TIMEOUT_SEC = 5;
/** A VM first shuts its guest down. */
const VM_STOP_TIMEOUT_SEC = 120;
/** systemd's own, systemd-system.conf(5): DefaultTimeoutStartSec. */
const START_TIMEOUT_SEC = 90;
/** Timers hold no more than 2^31 ms. */
const MOST_SECONDS = 2_000_000;
const MOST_STATUS = 255;
const UNIT_EXAMPLE = "a unit name such as sync.service";

/** @returns undefined for a unit that cannot be; every problem is noted */
export function resolveSupervisedUnit(
  message: SupervisedUnit,
  place: Place,
): ResolvedSupervisedUnit | undefined {
  const { autostart, stopOrder, description } = message;
  const name = place
    .at("name")
    .parse(UNIT_EXAMPLE, parseUnitName, message.name);
  const command = resolveCommand(message.command, place.at("command"));
  const rest = {
    autostart,
    stopOrder,
    ...resolveReadiness(message, place),
    ...resolveRestart(message, place),
    after: resolveAfter(message.after, place.at("after")),
    freezer: resolveFreezer(message, place),
  };
  if (name === undefined || command === undefined) return undefined;
  return {
    ...rest,
    name,
    command,
    description: description === "" ? name : description,
    stopTimeoutSec: resolveStopTimeout(message, place),
  };
}

function resolveCommand(
  untrusted: readonly string[],
  place: Place,
): SupervisedCommand | undefined {
  const [program, ...rest] = untrusted;
  if (program) return [program, ...rest];
  place.wrong("a list that begins with a program", program);
  return undefined;
}

function resolveStopTimeout(message: SupervisedUnit, place: Place): number {
  const isVm = vmOfUnit(message.name) !== undefined;
  const usual = isVm ? VM_STOP_TIMEOUT_SEC : STOP_TIMEOUT_SEC;
  const seconds = message.stopTimeoutSec ?? usual;
  return resolveSeconds(seconds, place.at("stopTimeoutSec"));
}

function resolveReadiness(
  message: SupervisedUnit,
  place: Place,
): Pick<ResolvedSupervisedUnit, "type" | "startTimeoutSec"> {
  const { type, startTimeoutSec = START_TIMEOUT_SEC } = message;
  if (!["", "simple", "notify"].includes(type)) {
    place.at("type").wrong("simple or notify", type);
  }
  return {
    type: type === "notify" ? "notify" : "simple",
    startTimeoutSec: resolveSeconds(
      startTimeoutSec,
      place.at("startTimeoutSec"),
    ),
  };
}

function resolveSeconds(untrusted: number, place: Place): number {
  if (untrusted > MOST_SECONDS) {
    place.wrong(`at most ${MOST_SECONDS} seconds`, untrusted);
  }
  return untrusted;
}

function resolveRestart(
  message: SupervisedUnit,
  place: Place,
): Pick<
  ResolvedSupervisedUnit,
  "restart" | "successExitStatus" | "restartExitStatus"
> {
  const { restart, successExitStatus, restartExitStatus } = message;
  if (!["", "no", "on-failure"].includes(restart)) {
    place.at("restart").wrong("no or on-failure", restart);
  }
  checkStatuses(successExitStatus, place.at("successExitStatus"));
  checkStatuses(restartExitStatus, place.at("restartExitStatus"));
  return {
    restart: restart === "on-failure" ? "on-failure" : "no",
    successExitStatus,
    restartExitStatus,
  };
}

function checkStatuses(untrusted: readonly number[], place: Place): void {
  for (const [index, status] of untrusted.entries()) {
    if (status <= MOST_STATUS) continue;
    place.at(index).wrong(`an exit status, 0 to ${MOST_STATUS}`, status);
  }
}

function resolveAfter(
  untrusted: readonly string[],
  place: Place,
): readonly UnitName[] {
  return untrusted.flatMap(
    (name, index) =>
      place.at(index).parse(UNIT_EXAMPLE, parseUnitName, name) ?? [],
  );
}

function resolveFreezer(
  { freezeCommand, thawCommand }: SupervisedUnit,
  place: Place,
): ResolvedSupervisedUnit["freezer"] {
  if (freezeCommand.length + thawCommand.length === 0) return undefined;
  const freeze = resolveCommand(freezeCommand, place.at("freezeCommand"));
  const thaw = resolveCommand(thawCommand, place.at("thawCommand"));
  if (freeze === undefined || thaw === undefined) return undefined;
  return { freeze, thaw };
}
