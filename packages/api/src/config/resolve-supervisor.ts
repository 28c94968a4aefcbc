/** The `supervisor` part of an agent's configuration: who runs the units of the machine. */

import type { Supervisor } from "../gen/ghaf/config/v1/agent_config_pb.ts";
import type { Place } from "./findings.ts";
import { resolveSupervisedUnit } from "./resolve-supervised-unit.ts";
import type {
  ResolvedSupervisor,
  SupervisorKind,
} from "./resolved-agent-config.ts";
import { checkStartOrder } from "./start-order.ts";

/** Units with a problem are left out of the result; the problem is noted. */
export function resolveSupervisor(
  message: Supervisor | undefined,
  place: Place,
): ResolvedSupervisor {
  const kind = resolveKind(message?.kind ?? "", place.at("kind"));
  const configured = message?.units ?? [];
  const at = place.at("units");
  if (kind === "systemd" && configured.length > 0) {
    at.warn("ignored, supervisor.kind is systemd");
  }
  const names = configured.map((unit) => unit.name);
  const units = configured.flatMap((unit, index) => {
    if (names.indexOf(unit.name) < index) {
      const expected = "a name that no unit before it has";
      at.at(index).at("name").wrong(expected, unit.name);
    }
    return resolveSupervisedUnit(unit, at.at(index)) ?? [];
  });
  checkStartOrder(configured, at);
  const untrustedFolder = message?.logFolder ?? "";
  const logFolder = resolveFolder(untrustedFolder, place.at("logFolder"));
  return { kind, units, logFolder };
}

function resolveKind(untrusted: string, place: Place): SupervisorKind {
  if (untrusted === "local") return "local";
  if (untrusted !== "" && untrusted !== "systemd") {
    place.wrong("systemd or local", untrusted);
  }
  return "systemd";
}

function resolveFolder(untrusted: string, place: Place): string | undefined {
  if (untrusted === "") return undefined;
  const isUsable = untrusted.startsWith("/") && !untrusted.includes("\0");
  if (!isUsable) place.wrong("an absolute path", untrusted);
  return untrusted;
}
