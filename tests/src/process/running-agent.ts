/** givc-agent on a machine of a test's device, with the local supervisor in systemd's place. */

import { writeFile } from "node:fs/promises";
import { UnitControlService } from "@ghaf/api/proto/systemd/systemd";
import { createRpcClient, type RpcClient } from "@ghaf/api/rpc";
import type { Program } from "./program.ts";
import {
  ADMIN_PORT,
  AGENT_PORT,
  type Machine,
  type TestDevice,
  tcpServer,
} from "./test-device.ts";
import { until } from "./until.ts";

/** A unit of the local supervisor as its configuration says it. */
export interface SupervisedUnit {
  readonly name: string;
  readonly command: readonly string[];
  readonly autostart?: boolean;
  readonly stopTimeoutSec?: number;
  readonly stopOrder?: number;
  readonly type?: "simple" | "notify";
  readonly restart?: "no" | "on-failure";
  readonly after?: readonly string[];
  readonly freezeCommand?: readonly string[];
  readonly thawCommand?: readonly string[];
}

export interface AgentParts {
  readonly machine: Machine;
  /** Unit type number of the agent: 0 host, 8 system VM (the default), 12 app VM. */
  readonly type?: number;
  readonly capabilities?: object;
  readonly units?: readonly SupervisedUnit[];
  /** Folder of the logs of its units; absent: they write where the agent does. */
  readonly logFolder?: string;
}

export interface RunningAgent {
  readonly program: Program;
  /** Its units, as the admin's machine sees them. */
  readonly client: RpcClient<typeof UnitControlService>;
}

/** The configuration of an agent whose admin is the device's. */
export function agentConfig(device: TestDevice, parts: AgentParts) {
  const { machine, type = 8, capabilities = {} } = parts;
  const { units = [], logFolder } = parts;
  const { name, address, files } = machine;
  const { caCert, cert, key } = files;
  const admin = { name: "admin-vm", address: device.address(10) };
  return {
    identity: {
      name,
      type,
      subType: type + 1,
      ...(type !== 0 && { parent: `microvm@${name}.service` }),
    },
    network: {
      admin: { transport: transport(admin, ADMIN_PORT) },
      agent: { transport: transport({ name, address }, AGENT_PORT) },
      tls: { enable: true, caCertPath: caCert, certPath: cert, keyPath: key },
    },
    capabilities,
    supervisor: { kind: "local", units, logFolder },
  };
}

/** Writes a file in the device's folder. @returns its path */
export async function writeConfig(
  device: TestDevice,
  name: string,
  config: unknown,
): Promise<string> {
  const path = device.path(`${name}.json`);
  await writeFile(path, JSON.stringify(config));
  return path;
}

/** Starts an agent and waits until it answers. */
export async function startAgent(
  device: TestDevice,
  parts: AgentParts,
): Promise<RunningAgent> {
  const { machine } = parts;
  const config = agentConfig(device, parts);
  const path = await writeConfig(device, machine.name, config);
  const program = device.start("givc-agent", ["-config", path]);
  return { program, client: await unitsOf(device, machine) };
}

/** The unit control of an agent that is coming up there. */
export async function unitsOf(
  device: TestDevice,
  machine: Machine,
): Promise<RpcClient<typeof UnitControlService>> {
  const admin = await device.machine("admin-vm", 10);
  const server = tcpServer(machine, AGENT_PORT);
  const transport = await device.dial(admin, server);
  const client = createRpcClient(UnitControlService, transport);
  const own = { UnitName: `givc-${machine.name}.service` };
  await until(`the agent of ${machine.name}`, () => client.getUnitStatus(own));
  return client;
}

function transport(
  { name, address }: Pick<Machine, "name" | "address">,
  port: number,
) {
  return { name, addr: address, port: `${port}`, protocol: "tcp" };
}
