/** What each agent is told: who it is, where the server of the control plane is, and what it may do (control-plane specification 3.2). */

import { create, type MessageInitShape, toJson } from "@bufbuild/protobuf";
import { AgentConfigSchema } from "@ghaf/api/proto/ghaf/config/v1/agent_config";
import {
  type Agent,
  type AgentKind,
  type ControlPlane,
  HOST_NAME,
  type System,
  type Vm,
} from "@ghaf/system";
import type { Placement } from "../allocation/placement.ts";
import { hostMachine } from "../machines.ts";
import { type Artifact, jsonText, publicFile } from "./artifact.ts";
import { CERTIFICATES } from "./certificates.ts";

/** Where the shipped units have their agent read. */
const PATH = "/etc/givc-agent/config.json";

/** Unit type numbers of the agent and of its services (control-plane specification 2.4). */
const TYPES: Readonly<Record<AgentKind, readonly [number, number]>> = {
  host: [0, 1],
  system: [8, 9],
  app: [12, 13],
};

interface Wiring {
  readonly system: System;
  readonly controlPlane: ControlPlane;
  readonly placements: readonly Placement[];
}

/** None for a device without control plane. */
export function agentConfigs(
  system: System,
  placements: readonly Placement[],
): readonly Artifact[] {
  const { controlPlane, host } = system;
  if (controlPlane === null) return [];
  const wiring = { system, controlPlane, placements };
  const [hostAddress] = hostMachine(system).addresses;
  const ofHost =
    host.agent === null || hostAddress === undefined
      ? []
      : [fileOf(HOST_NAME, hostConfig(host.agent, hostAddress, wiring))];
  const ofVms = placements.flatMap((placement) =>
    placement.vm.agent === null
      ? []
      : [
          fileOf(
            placement.vm.name,
            vmConfig(placement.vm.agent, placement, wiring),
          ),
        ],
  );
  return [...ofHost, ...ofVms];
}

type Config = MessageInitShape<typeof AgentConfigSchema>;

function fileOf(system: string, config: Config): Artifact {
  const message = create(AgentConfigSchema, config);
  return publicFile(system, PATH, jsonText(toJson(AgentConfigSchema, message)));
}

function identityOf({ name, kind }: Agent, parent: string) {
  const [type, subType] = TYPES[kind];
  return { name, type, subType, parent };
}

/** The host reaches the server in the network that it is in itself. */
function hostConfig(agent: Agent, address: string, wiring: Wiring): Config {
  const { admin } = wiring.controlPlane;
  const server = wiring.placements.find((one) => one.address === admin.address);
  const adminAddress = server?.debugAddress ?? admin.address;
  const { services, vmServices } = hostUnits(agent, wiring.system.vms);
  return {
    identity: identityOf(agent, ""),
    network: networkOf(agent, { address, adminAddress, wiring }),
    capabilities: { services: [...services], vmServices },
  };
}

function hostUnits({ units }: Agent, vms: readonly Vm[]) {
  const unitOf = ({ name }: Vm) => `microvm@${name}.service`;
  const vmUnits = new Set(vms.map(unitOf));
  const ofRoles = (wanted: (vm: Vm) => boolean) =>
    vms
      .filter(wanted)
      .map(unitOf)
      .filter((unit) => units.includes(unit));
  const [adminVm = ""] = ofRoles(({ role }) => role === "admin");
  return {
    services: units.filter((unit) => !vmUnits.has(unit)),
    vmServices: {
      adminVm,
      systemVms: ofRoles(({ role }) => role !== "admin" && role !== "app"),
      appVms: ofRoles(({ role }) => role === "app"),
    },
  };
}

function vmConfig(agent: Agent, placement: Placement, wiring: Wiring): Config {
  const { vm, address } = placement;
  const adminAddress = wiring.controlPlane.admin.address;
  const [card] = wiring.system.device.networkDevices;
  const sockets = socketsOf(agent, wiring.placements);
  return {
    identity: identityOf(agent, `microvm@${vm.name}.service`),
    network: networkOf(agent, { address, adminAddress, wiring }),
    capabilities: {
      services: [...agent.units],
      applications: vm.applications.map(applicationOf),
      ...(agent.wifi ? { wifi: { enable: true } } : {}),
      ...(agent.hardwareId
        ? { hwid: { enable: true, interface: card?.name ?? "" } }
        : {}),
      ...(agent.buses.length > 0
        ? { socketProxy: { enable: true, sockets } }
        : {}),
    },
  };
}

/** The agent splits a command at its blanks; no word of ours has one. */
function applicationOf(application: Vm["applications"][number]) {
  const { name, argv, argumentKinds, directories, singleInstance } =
    application;
  return {
    ...{ name, command: argv.join(" ") },
    ...{ args: [...argumentKinds], directories: [...directories] },
    ...(singleInstance === null ? {} : { singleInstance }),
  };
}

/** The transport of a bus is that of the VM that has it, at the bus's own port. */
function socketsOf({ buses }: Agent, placements: readonly Placement[]) {
  return buses.flatMap(({ end, vm, port, socket }) => {
    const server = placements.find((one) => one.vm.name === vm);
    if (server === undefined) return [];
    const name = server.vm.agent?.name ?? vm;
    const transport = tcp(name, server.address, port);
    return [{ transport, server: end === "server", socket }];
  });
}

interface Addresses {
  readonly address: string;
  readonly adminAddress: string;
  readonly wiring: Wiring;
}

function networkOf(agent: Agent, { address, adminAddress, wiring }: Addresses) {
  const { admin, tls } = wiring.controlPlane;
  return {
    admin: { transport: tcp(admin.name, adminAddress, admin.port) },
    agent: { transport: tcp(agent.name, address, agent.port) },
    tls: tls
      ? {
          enable: true,
          caCertPath: CERTIFICATES.authority,
          certPath: CERTIFICATES.certificate,
          keyPath: CERTIFICATES.key,
        }
      : { enable: false },
  };
}

function tcp(name: string, addr: string, port: number) {
  return { name, addr, port: String(port), protocol: "tcp" };
}
