/** A configuration of 2024 in today's form (control-plane specification 9.1). */

import { create, type MessageInitShape, toJson } from "@bufbuild/protobuf";
import type { AgentConfig2024 } from "../../gen/ghaf/config/v1/agent_config_2024_pb.ts";
import {
  type AgentConfig,
  AgentConfigSchema,
} from "../../gen/ghaf/config/v1/agent_config_pb.ts";
import { looksLikePem } from "../findings.ts";

type Init = MessageInitShape<typeof AgentConfigSchema>;

/** Type numbers of agents, specification 2.4; those of their services follow. */
const HOST_AGENT = 0;
const SYSTEM_VM_AGENT = 8;
const APP_VM_AGENT = 12;

const VM_UNIT = /^microvm@(.*)\.service$/;
const ADMIN_VM = "admin-vm";
/** The service VMs that Ghaf had; every other VM ran applications. */
const SYSTEM_VMS: ReadonlySet<string> = new Set([
  "net-vm",
  "gui-vm",
  "audio-vm",
  "ids-vm",
]);

/**
 * Translates. TLS is on unless it was switched off. Without a type the agent is
 * the host's when it controls VMs, an application VM's when it has
 * applications, else a system VM's; parent and service type follow from that.
 */
export function translateAgentConfig2024(old: AgentConfig2024): AgentConfig {
  const type = old.type ?? impliedType(old);
  const parent = type === HOST_AGENT ? "" : `microvm@${old.name}.service`;
  return create(AgentConfigSchema, {
    identity: {
      name: old.name,
      type,
      subType: old.subType ?? type + 1,
      parent: old.parent ?? parent,
    },
    network: network(old),
    capabilities: capabilities(old),
  });
}

/** For people: the translation as the file that would do without one. Shows no key material. */
export function translationNotice(source: string, config: AgentConfig): string {
  const file = JSON.stringify(
    toJson(AgentConfigSchema, config),
    (_key, value: unknown) =>
      typeof value === "string" && looksLikePem(value)
        ? "PEM text, not shown"
        : value,
    2,
  );
  return `${source}: read in the form of 2024; a file with the same meaning for -config is\n${file}`;
}

function impliedType(old: AgentConfig2024): number {
  if (old.services.some((unit) => VM_UNIT.test(unit))) return HOST_AGENT;
  return old.applications.length > 0 ? APP_VM_AGENT : SYSTEM_VM_AGENT;
}

function network(old: AgentConfig2024): Init["network"] {
  const { name, addr, port, protocol, admin, tls } = old;
  return {
    ...(admin && {
      admin: { transport: { ...admin, protocol: admin.protocol || "tcp" } },
    }),
    agent: { transport: { name, addr, port, protocol: protocol || "tcp" } },
    tls: {
      enable: tls?.enable ?? true,
      caCertPath: tls?.caCertPath ?? "",
      certPath: tls?.certPath ?? "",
      keyPath: tls?.keyPath ?? "",
    },
  };
}

function capabilities(old: AgentConfig2024): Init["capabilities"] {
  return {
    services: old.services.filter((unit) => !VM_UNIT.test(unit)),
    vmServices: vmServices(old),
    applications: old.applications,
    ...(old.wifiManager && { wifi: { enable: true } }),
    ...(old.hwidService && {
      hwid: { enable: true, interface: old.hwidIface },
    }),
    ...(old.exec && { exec: { enable: true } }),
    ...(old.ctap && { ctap: { enable: true } }),
    ...(old.notifier && {
      notifier: { enable: true, socket: old.notifierSocketDir },
    }),
  };
}

/** The VM units of the one list, sorted by the VM's name, after those already sorted. */
function vmServices(old: AgentConfig2024) {
  const { adminVm = "", systemVms = [], appVms = [] } = old.vmServices ?? {};
  const units = old.services.filter((unit) => VM_UNIT.test(unit));
  const vmOf = (unit: string) => VM_UNIT.exec(unit)?.[1] ?? "";
  const others = units.filter((unit) => vmOf(unit) !== ADMIN_VM);
  return {
    adminVm: adminVm || units.find((unit) => vmOf(unit) === ADMIN_VM) || "",
    systemVms: [
      ...systemVms,
      ...others.filter((unit) => SYSTEM_VMS.has(vmOf(unit))),
    ],
    appVms: [
      ...appVms,
      ...others.filter((unit) => !SYSTEM_VMS.has(vmOf(unit))),
    ],
  };
}
