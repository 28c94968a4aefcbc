/** What a device needs to run without a systemd of the host's own (machine-design 5): the instance's specification, and the host's agent with the VMs as its units. */

import {
  create,
  fromJsonString,
  type MessageInitShape,
  toJson,
} from "@bufbuild/protobuf";
import {
  type AgentConfig,
  AgentConfigSchema,
  type SupervisedUnitSchema,
  SupervisorSchema,
} from "@ghaf/api/proto/ghaf/config/v1/agent_config";
import { InstanceSpecSchema } from "@ghaf/api/proto/ghaf/machine/v1/instance_spec";
import { HOST_NAME, type System, type Vm, type VmRole } from "@ghaf/system";
import { type Artifact, jsonText } from "../artifacts/artifact.ts";
import { UPLINK_RESOLVER } from "../guest/uplink.ts";
import { hostMachine } from "../machines.ts";

/** Programs are the first words of argument lists. */
export interface InstanceSurroundings {
  readonly name: string;
  /** Absolute: that of the instance. */
  readonly folder: string;
  /** Where the relay listens on 127.0.0.1; 0: any port that is free. */
  readonly port: number;
  /** Unix socket of the way out; null: there is none. */
  readonly uplinkSocket: string | null;
  readonly agent: readonly [string, ...string[]];
  readonly runner: readonly [string, ...string[]];
}

/** A file below the folder of the instance. */
export interface InstanceFile {
  readonly path: string;
  readonly text: string;
}

/** Where the parts of an instance are, below its folder. */
export const INSTANCE_PATHS = {
  spec: "instance.json",
  agentConfig: "host/agent-config.json",
  packetFilter: "host/nftables.conf",
  pki: "pki",
  machines: "microvms",
  logs: "logs",
} as const;

/**
 * The files of the host, from the plan of the device.
 * @throws TypeError for a device without control plane, which nobody could start
 */
export function instanceFiles(
  system: System,
  artifacts: readonly Artifact[],
  surroundings: InstanceSurroundings,
): readonly InstanceFile[] {
  const text = (path: string) =>
    artifacts.find((one) => one.system === HOST_NAME && one.path === path)
      ?.text;
  const planned = text("/etc/givc-agent/config.json");
  if (planned === undefined) {
    throw new TypeError("a device without an agent of the host cannot run");
  }
  const config = fromJsonString(AgentConfigSchema, planned);
  const rules = text("/etc/nftables.conf");
  return [
    {
      path: INSTANCE_PATHS.spec,
      text: specText(system, config, {
        ...{ surroundings, hasRules: rules !== undefined },
      }),
    },
    {
      path: INSTANCE_PATHS.agentConfig,
      text: agentText(system, config, surroundings),
    },
    ...(rules === undefined
      ? []
      : [{ path: INSTANCE_PATHS.packetFilter, text: rules }]),
  ];
}

function specText(
  system: System,
  { network }: AgentConfig,
  {
    surroundings,
    hasRules,
  }: { surroundings: InstanceSurroundings; hasRules: boolean },
): string {
  const { name, folder, port, uplinkSocket, agent } = surroundings;
  const { bridge, prefixLength } = system.network;
  const addresses = hostMachine(system).addresses.map(
    (address) => `${address}/${prefixLength}`,
  );
  const admin = network?.admin?.transport;
  const relay =
    admin === undefined
      ? {}
      : {
          relay: {
            ...{ port, targetAddress: admin.addr },
            targetPort: Number(admin.port),
          },
        };
  const message = create(InstanceSpecSchema, {
    ...{ name, bridge: bridge ?? "", addresses },
    packetFilter: hasRules ? INSTANCE_PATHS.packetFilter : "",
    agent: [...agent, "-config", `${folder}/${INSTANCE_PATHS.agentConfig}`],
    ...relay,
    ...(uplinkSocket === null
      ? {}
      : { uplink: { socket: uplinkSocket, resolver: UPLINK_RESOLVER } }),
  });
  return jsonText(toJson(InstanceSpecSchema, message));
}

function agentText(
  { vms }: System,
  config: AgentConfig,
  surroundings: InstanceSurroundings,
): string {
  const { folder } = surroundings;
  const own = `${folder}/${INSTANCE_PATHS.pki}/${HOST_NAME}`;
  if (config.network?.tls?.enable === true) {
    config.network.tls.caCertPath = `${own}/ca-cert.pem`;
    config.network.tls.certPath = `${own}/cert.pem`;
    config.network.tls.keyPath = `${own}/key.pem`;
  }
  config.supervisor = create(SupervisorSchema, {
    kind: "local",
    logFolder: `${folder}/${INSTANCE_PATHS.logs}`,
    units: vms.map((vm) => unitOf(vm, surroundings)),
  });
  return jsonText(toJson(AgentConfigSchema, config));
}

const unitName = (vm: string) => `microvm@${vm}.service`;

/** Application VMs first, the server of the control plane last (machine-design 5). */
function stopOrder(role: VmRole): number {
  switch (role) {
    case "app":
      return 0;
    case "admin":
      return 20;
    default:
      return 10;
  }
}

/** More than the runner gives the guest, whose report is the better one. */
const START_TIMEOUT_SEC = 240;
const STOP_TIMEOUT_SEC = 120;

/** The same as the host's unit of a VM says to systemd (artifacts/host-units.ts). */
function unitOf(
  { name, role, autostart, startsAfter }: Vm,
  { folder, runner }: InstanceSurroundings,
): MessageInitShape<typeof SupervisedUnitSchema> {
  const dir = `${folder}/${INSTANCE_PATHS.machines}/${name}`;
  return {
    ...{ name: unitName(name), description: `Virtual machine ${name}` },
    ...{ autostart, stopOrder: stopOrder(role) },
    command: [...runner, "run", dir],
    ...{ stopTimeoutSec: STOP_TIMEOUT_SEC, type: "notify" },
    ...{ startTimeoutSec: START_TIMEOUT_SEC, restart: "on-failure" },
    ...{ successExitStatus: [3], restartExitStatus: [4] },
    after: startsAfter.map(unitName),
    freezeCommand: [...runner, "pause", dir],
    thawCommand: [...runner, "resume", dir],
  };
}
