/** What an agent's frames say, in the words of the registry; nothing is believed unchecked. */

import {
  parseAppInstance,
  parseUnitName,
  quote,
  readUnitStatus,
  type UnitName,
} from "@ghaf/api";
import type {
  Change,
  Snapshot,
  Unit,
} from "@ghaf/api/proto/ghaf/session/v1/session";
import type { UnitStatus as UnitStatusMessage } from "@ghaf/api/proto/systemd/systemd";
import { AdminError } from "../errors.ts";
import {
  type AgentEntry,
  applicationEntry,
  type Entry,
  isAgent,
} from "../registry/entry.ts";
import { clipStatus, vmOfAgent } from "../registry/entry-facts.ts";
import type { UntrustedClaim } from "../registry/registration.ts";
import { readTransport } from "../registry/service.ts";
import {
  checkRoom,
  type SessionChange,
  type SessionSnapshot,
} from "./session.ts";

/** Judges a claim by who is calling. */
type Admit = (claim: UntrustedClaim) => Entry;

const EPOCH_MAX = 128;

/** @throws AdminError or ApiError as registrations do */
export function readSnapshot(
  untrusted: Snapshot,
  sequence: bigint,
  admit: Admit,
): SessionSnapshot {
  const { epoch } = untrusted;
  if (epoch === "" || epoch.length > EPOCH_MAX) {
    throw invalid(`the epoch must have 1 to ${EPOCH_MAX} characters`);
  }
  const claim = (unit: Unit | undefined, parent: string): UntrustedClaim => ({
    name: unit?.status?.Name ?? "",
    parent,
    type: unit?.type ?? 0,
    transport: readTransport(untrusted.transport),
    status: unit?.status && readUnitStatus(unit.status),
  });
  const agent = admit(claim(untrusted.agent, untrusted.parent));
  if (!isAgent(agent)) throw invalid(`${agent.unit} is not an agent`);
  // Before the work of reading them, which a frame of 4 MiB can make a second.
  const { units: services, applications: instances } = untrusted;
  checkRoom(services.length + instances.length, agent.unit);
  const units = services
    .filter((unit) => unit.status?.Name !== agent.unit)
    .map((unit) => admit(claim(unit, agent.unit)));
  const applications = instances.map((status) =>
    readApplication(status, agent),
  );
  return {
    agent: agent.unit,
    epoch,
    sequence,
    entries: [agent, ...units, ...applications],
    version: untrusted.version.slice(0, EPOCH_MAX),
  };
}

/** @throws AdminError, ApiError */
export function readChange(untrusted: Change): SessionChange {
  const { change } = untrusted;
  switch (change.case) {
    case "status": {
      const unit = parseUnitName(change.value.Name);
      const status = clipStatus(readUnitStatus(change.value));
      return { kind: "status", unit, status };
    }
    case "gone":
      return { kind: "gone", unit: parseUnitName(change.value) };
    case undefined:
      throw invalid("a change says nothing");
  }
}

function readApplication(
  untrusted: UnitStatusMessage,
  agent: AgentEntry,
): Entry {
  const vm = vmOfAgent(agent);
  const unit: UnitName | undefined = parseAppInstance(untrusted.Name)?.unit;
  if (unit === undefined || vm === undefined) {
    throw invalid(`${quote(untrusted.Name)} is no application instance`);
  }
  const status = clipStatus(readUnitStatus(untrusted));
  return applicationEntry({ agent: agent.unit, unit, vm, status });
}

function invalid(message: string): AdminError {
  return new AdminError("invalid-request", message);
}
