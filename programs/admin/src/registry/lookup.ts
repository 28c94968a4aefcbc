/**
 * Finding who to call (specification 2.8): the host's agent, the agent of a VM,
 * the one row of a name. A bare name that several agents have is an error that
 * says which VMs there are to choose from.
 */

import { agentUnit, type UnitName, type VmName } from "@ghaf/api";
import { AdminError } from "../errors.ts";
import type { AgentEntry, Entry } from "./entry.ts";
import { vmOfAgent, vmOfAgentUnit } from "./entry-facts.ts";
import type { Registry } from "./registry.ts";

/** The agent of the host, type 0. @throws AdminError `not-found`, `ambiguous` */
export function hostAgent(registry: Registry): AgentEntry {
  const hosts = [...registry.rows.agents()].filter(isHost);
  const [host, ...others] = hosts;
  if (host === undefined) {
    throw new AdminError("not-found", "No service registered for the host");
  }
  if (others.length > 0) {
    throw new AdminError(
      "ambiguous",
      "More than one unique services registered for the host",
      { value: hosts.map((entry) => entry.unit) },
    );
  }
  return host;
}

export function isHost(entry: Entry): boolean {
  return entry.type.vm === "Host" && entry.type.service === "Mgr";
}

/** The registry key of a VM's agent, whether or not it is registered. */
export function agentKey(vm: VmName): UnitName {
  return agentUnit(vm);
}

/** @throws AdminError `not-found` with the reference's text */
export function registeredAgent(registry: Registry, vm: VmName): AgentEntry {
  const found = registry.rows.agent(agentKey(vm));
  if (found === undefined) throw notRegistered(agentKey(vm));
  return found;
}

/** The agent that owns a row. @throws AdminError `not-found` */
export function ownerOf(registry: Registry, entry: Entry): AgentEntry {
  const found = registry.rows.agent(entry.agent);
  if (found === undefined) throw notRegistered(entry.agent);
  return found;
}

/**
 * The one row of that name, of that VM when one is given.
 * @throws AdminError `not-found`, `ambiguous`
 */
export function rowNamed(
  registry: Registry,
  unit: UnitName,
  vm: VmName | undefined,
): Entry {
  const all = [...registry.rows.named(unit)];
  const found =
    vm === undefined ? all : all.filter((entry) => isIn(registry, entry, vm));
  const [entry, ...others] = found;
  if (entry === undefined) throw notRegistered(unit);
  if (others.length === 0) return entry;
  const vms = found.map((row) => vmLabel(registry, row)).sort();
  throw new AdminError(
    "ambiguous",
    `${unit} is registered in more than one VM; name one of: ${vms.join(", ")}`,
    { value: vms },
  );
}

export function notRegistered(name: string): AdminError {
  return new AdminError("not-found", `Service ${name} not registered`, {
    value: name,
  });
}

function isIn(registry: Registry, entry: Entry, vm: VmName): boolean {
  if (entry.agent === agentKey(vm)) return true;
  const owner = registry.rows.agent(entry.agent);
  return owner !== undefined && vmOfAgent(owner) === vm;
}

function vmLabel(registry: Registry, entry: Entry): string {
  const owner = registry.rows.agent(entry.agent);
  if (owner !== undefined) return vmOfAgent(owner) ?? owner.unit;
  return vmOfAgentUnit(entry.agent) ?? entry.agent;
}
