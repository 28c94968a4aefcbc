/** The frames of a session: the machine's state and its changes as messages. */

import type { MessageInitShape } from "@bufbuild/protobuf";
import { type UnitStatus, writeUnitStatus } from "@ghaf/api";
import type { AgentFrameSchema } from "@ghaf/api/proto/ghaf/session/v1/session";
import type { MachineState, MonitorChange } from "../unit/monitor.ts";
import type { AgentFacts } from "./agent-facts.ts";
import type { FrameMaker } from "./outbox.ts";

export type AgentFrame = MessageInitShape<typeof AgentFrameSchema>;

/** @param state read at the moment a snapshot is made */
export function frameMaker(
  facts: AgentFacts,
  epoch: string,
  state: () => MachineState,
): FrameMaker<AgentFrame> {
  return {
    snapshot: (sequence) => ({
      sequence: BigInt(sequence),
      frame: { case: "snapshot", value: snapshot(facts, epoch, state()) },
    }),
    change: (sequence, change) => ({
      sequence: BigInt(sequence),
      frame: { case: "change", value: { change: changeOf(change) } },
    }),
  };
}

function snapshot(facts: AgentFacts, epoch: string, machine: MachineState) {
  return {
    epoch,
    agent: unit(machine.agent, facts.type),
    parent: facts.parent,
    transport: facts.transport,
    units: servicesOf(facts, machine).map(({ status, type }) =>
      unit(status, type),
    ),
    applications: machine.applications.map(writeUnitStatus),
    version: facts.version,
  };
}

/** The configured services with what is known of them, and their type numbers. */
export function servicesOf(
  facts: AgentFacts,
  machine: MachineState,
): readonly { readonly status: UnitStatus; readonly type: number }[] {
  const types = new Map<string, number>(facts.services);
  return machine.services.flatMap((status) => {
    const type = types.get(status.name);
    return type === undefined ? [] : { status, type };
  });
}

function unit(status: UnitStatus, type: number) {
  return { status: writeUnitStatus(status), type };
}

function changeOf(change: MonitorChange) {
  switch (change.kind) {
    case "status":
      return {
        case: "status" as const,
        value: writeUnitStatus(change.status),
      };
    case "gone":
      return { case: "gone" as const, value: change.unit };
  }
}
