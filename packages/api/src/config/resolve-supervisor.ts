/** The `supervisor` part of an agent's configuration: who runs the units of the machine. */

import type {
  SupervisedUnit,
  Supervisor,
} from "../gen/ghaf/config/v1/agent_config_pb.ts";
import { parseUnitName, vmOfUnit } from "../names.ts";
import type { Place } from "./findings.ts";
import type {
  ResolvedSupervisedUnit,
  ResolvedSupervisor,
  SupervisorKind,
} from "./resolved-agent-config.ts";

const STOP_TIMEOUT_SEC = 5;
/** A VM first shuts its guest down. */
const VM_STOP_TIMEOUT_SEC = 120;

/** Units with a problem are left out of the result; the problem is noted. */
export function resolveSupervisor(
  message: Supervisor | undefined,
  place: Place,
): ResolvedSupervisor {
  const kind = resolveKind(message?.kind ?? "", place.at("kind"));
  const configured = message?.units ?? [];
  if (kind === "systemd" && configured.length > 0) {
    place.at("units").warn("ignored, supervisor.kind is systemd");
  }
  const names = configured.map((unit) => unit.name);
  const units = configured.flatMap((unit, index) => {
    const at = place.at("units").at(index);
    if (names.indexOf(unit.name) < index) {
      at.at("name").wrong("a name that no unit before it has", unit.name);
    }
    return resolveUnit(unit, at) ?? [];
  });
  return { kind, units };
}

function resolveKind(untrusted: string, place: Place): SupervisorKind {
  if (untrusted === "local") return "local";
  if (untrusted !== "" && untrusted !== "systemd") {
    place.wrong("systemd or local", untrusted);
  }
  return "systemd";
}

function resolveUnit(
  message: SupervisedUnit,
  place: Place,
): ResolvedSupervisedUnit | undefined {
  const { autostart, stopOrder, description } = message;
  const example = "a unit name such as sync.service";
  const name = place.at("name").parse(example, parseUnitName, message.name);
  const [program, ...rest] = message.command;
  if (!program) {
    place.at("command").wrong("a list that begins with a program", program);
  }
  if (name === undefined || !program) return undefined;
  const usual =
    vmOfUnit(name) === undefined ? STOP_TIMEOUT_SEC : VM_STOP_TIMEOUT_SEC;
  return {
    name,
    command: [program, ...rest],
    autostart,
    stopTimeoutSec: message.stopTimeoutSec ?? usual,
    stopOrder,
    description: description === "" ? name : description,
  };
}
