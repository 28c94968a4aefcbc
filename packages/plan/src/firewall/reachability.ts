/** Who may connect to whom: the one table that the rules of all machines are made from, and that a booted device is measured against. */

import { HOST_NAME, type System, type Vm } from "@ghaf/system";
import type { Allocation } from "../allocation/allocation.ts";
import { placementsOf } from "../allocation/placement.ts";
import { hostMachine, type Machine, vmMachine } from "../machines.ts";

export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  /** What it is for, as far as a person said it. */
  readonly why: string;
}

export interface Reachability {
  /** Those with an address, the host first. */
  readonly machines: readonly Machine[];
  /** Every connection that may be begun; all others are refused. */
  readonly connections: readonly Connection[];
  /** VMs that reach what is outside of the device, each through its gateway. */
  readonly outside: readonly {
    readonly from: string;
    readonly through: string;
  }[];
}

export function reachability(
  system: System,
  allocation: Allocation,
): Reachability {
  const placements = placementsOf(system, allocation);
  const all = [hostMachine(system), ...placements.map(vmMachine)];
  const machines = all.filter(({ addresses }) => addresses.length > 0);
  const names = new Set(machines.map(({ name }) => name));
  const wanted = [
    ...hostOpenings(system),
    ...system.vms.flatMap((vm) => openingsOf(system, vm)),
    ...flowsOf(system),
  ];
  const connections = wanted.filter(
    ({ from, to }) => from !== to && names.has(from) && names.has(to),
  );
  const outside = system.vms.flatMap(({ name, gateway }) =>
    gateway === null || system.network.bridge === null
      ? []
      : [{ from: name, through: gateway }],
  );
  return { machines, connections: each(connections), outside };
}

/** Spec 2.3: the host's agent, which only the server of the control plane talks to. */
function hostOpenings({ host, vms }: System): readonly Connection[] {
  const { agent } = host;
  if (agent === null) return [];
  return vms
    .filter(({ role }) => role === "admin")
    .map(({ name }) => ({
      ...{ from: name, to: HOST_NAME, protocol: "tcp" as const },
      ...{ port: agent.port, why: "" },
    }));
}

function openingsOf(system: System, vm: Vm): readonly Connection[] {
  return vm.openings.flatMap(({ port, protocol, from }) =>
    machinesMeant(system, from).map((name) => ({
      ...{ from: name, to: vm.name, protocol, port, why: "" },
    })),
  );
}

function flowsOf(system: System): readonly Connection[] {
  return system.network.flows.flatMap((flow) => {
    const { protocol, port, description: why } = flow;
    return machinesMeant(system, flow.from).flatMap((from) =>
      machinesMeant(system, flow.to).map((to) => ({
        ...{ from, to, protocol, port, why },
      })),
    );
  });
}

/** By name or by role; `any` is every machine of the device. */
function machinesMeant({ vms }: System, word: string): readonly string[] {
  const names = [HOST_NAME, ...vms.map(({ name }) => name)];
  if (word === "any") return names;
  if (names.includes(word)) return [word];
  return vms.filter(({ role }) => role === word).map(({ name }) => name);
}

/** Each once, sorted; what a person said of it stays. */
function each(connections: readonly Connection[]): readonly Connection[] {
  const byKey = new Map<string, Connection>();
  for (const connection of connections) {
    const { from, to, protocol, port, why } = connection;
    const key = `${to} ${String(port).padStart(5, "0")} ${protocol} ${from}`;
    if (why !== "" || !byKey.has(key)) byKey.set(key, connection);
  }
  return [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, connection]) => connection);
}

/** Connections to one port of one machine. */
export interface OpenPort {
  readonly to: string;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  readonly from: readonly string[];
  /** What it is for, as far as a person said it. */
  readonly why: string;
}

/** As the rules of a packet filter have them: one for each port and what it is for. */
export function openPorts(
  connections: readonly Connection[],
): readonly OpenPort[] {
  const groups = new Map<string, OpenPort>();
  for (const { from, ...port } of connections) {
    const key = JSON.stringify([port.to, port.protocol, port.port, port.why]);
    const others = groups.get(key)?.from ?? [];
    groups.set(key, { ...port, from: [...others, from] });
  }
  return [...groups.values()];
}
