/** What admin and agent cost: memory idle and after load, CPU while nothing happens. */

import type { ChildProcess } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AdminService } from "@ghaf/api/proto/admin/admin";
import { UnitControlService } from "@ghaf/api/proto/systemd/systemd";
import { createRpcClient, type RpcTransport } from "@ghaf/api/rpc";
import { dial, loadTlsIdentity } from "@ghaf/transport";
import { cpuShare, residentKib } from "./process-facts.ts";
import { atMost, type Row } from "./report.ts";
import { ADMIN_PORT, end, type Machine, Rig } from "./rig.ts";
import { mebibytes, times } from "./statistics.ts";

const CALLS = 30_000;
const IN_FLIGHT = 32;
const SETTLE_MS = 3_000;
const IDLE_MS = 20_000;
const AGENT_PORT = 9_000;
const AGENT_FLAGS = [
  "--max-semi-space-size=1",
  "--max-old-space-size=64",
  "--v8-pool-size=0",
];

export async function benchFootprint(): Promise<readonly Row[]> {
  const rig = await Rig.create();
  try {
    const floor = await bareNode(rig);
    const admin = await rig.machine("admin-vm", 10);
    const caller = await rig.machine("caller", 20);
    const adminProcess = await rig.startAdmin(admin);
    const agent = await rig.machine("ghaf-host", 2);
    const agentProcess = await startAgent(rig, admin, agent);
    const idle = await measureIdle(adminProcess, agentProcess);
    await loadAdmin(await rig.dialAdmin(admin, caller));
    await loadAgent(agent, caller);
    await settle();
    const loaded = {
      admin: residentKib(pidOf(adminProcess)),
      agent: residentKib(pidOf(agentProcess)),
    };
    return rows({ floor, idle, loaded });
  } finally {
    await rig.close();
  }
}

/** A Node that only listens, with the agent's flags: what no program of ours can go below. */
async function bareNode(rig: Rig): Promise<number> {
  const folder = await mkdtemp(join(rig.folder, "bare-"));
  const file = join(folder, "bare.cjs");
  await writeFile(
    file,
    "require('node:net').createServer().listen(0, '127.0.0.1')",
  );
  const child = rig.spawn(process.execPath, [...AGENT_FLAGS, file]);
  await settle();
  const resident = residentKib(pidOf(child));
  await end(child);
  return resident;
}

async function startAgent(
  rig: Rig,
  admin: Machine,
  agent: Machine,
): Promise<ChildProcess> {
  const config = join(rig.folder, "agent.json");
  await writeFile(config, JSON.stringify(agentConfig(admin, agent)));
  const child = rig.spawn(rig.program("agent", "givc-agent"), [
    "-config",
    config,
  ]);
  const probe = await rig.machine("agent-probe", 251);
  const client = createRpcClient(
    UnitControlService,
    await dialAgent(agent, probe),
  );
  for (let tries = 0; ; tries += 1) {
    try {
      await client.getUnitStatus({ UnitName: "poweroff.target" });
      return child;
    } catch (error) {
      if (tries > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function agentConfig(admin: Machine, agent: Machine) {
  const transport = (of: Machine, port: number) => ({
    transport: {
      name: of.name,
      addr: of.address,
      port: String(port),
      protocol: "tcp",
    },
  });
  return {
    identity: { name: agent.name, type: 0, subType: 1 },
    network: {
      admin: transport(admin, ADMIN_PORT),
      agent: transport(agent, AGENT_PORT),
      tls: {
        enable: true,
        caCertPath: agent.files.caCert,
        certPath: agent.files.cert,
        keyPath: agent.files.key,
      },
    },
    capabilities: { services: ["poweroff.target"] },
    supervisor: { kind: "local", units: [] },
  };
}

async function dialAgent(agent: Machine, from: Machine): Promise<RpcTransport> {
  const tls = await loadTlsIdentity(from.files);
  tls.close();
  const endpoint = {
    kind: "tcp",
    host: agent.address,
    port: AGENT_PORT,
  } as const;
  return dial(
    { endpoint, serverName: agent.name },
    { tls, sourceAddress: from.address },
  );
}

async function measureIdle(admin: ChildProcess, agent: ChildProcess) {
  await settle();
  const [adminCpu, agentCpu] = await Promise.all([
    cpuShare(pidOf(admin), IDLE_MS),
    cpuShare(pidOf(agent), IDLE_MS),
  ]);
  return {
    admin: residentKib(pidOf(admin)),
    agent: residentKib(pidOf(agent)),
    adminCpu,
    agentCpu,
  };
}

async function loadAdmin(transport: RpcTransport): Promise<void> {
  const client = createRpcClient(AdminService, transport);
  await repeat(() => client.queryList({}));
}

async function loadAgent(agent: Machine, caller: Machine): Promise<void> {
  const transport = await dialAgent(agent, caller);
  const client = createRpcClient(UnitControlService, transport);
  await repeat(() => client.getUnitStatus({ UnitName: "poweroff.target" }));
  transport.close();
}

async function repeat(call: () => Promise<unknown>): Promise<void> {
  let left = CALLS;
  const lane = async () => {
    for (; left > 0; left -= 1) await call();
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
}

interface Measured {
  readonly floor: number;
  readonly idle: Awaited<ReturnType<typeof measureIdle>>;
  readonly loaded: { readonly admin: number; readonly agent: number };
}

function rows({ floor, idle, loaded }: Measured): readonly Row[] {
  const share = (value: number) => `${(value * 100).toFixed(2)} % of a core`;
  const ratio = (kib: number) => `${mebibytes(kib)}, ${times(kib / floor)}`;
  return [
    { what: "bare Node that listens, RSS", figure: mebibytes(floor) },
    {
      what: "agent, idle",
      figure: ratio(idle.agent),
      goal: atMost(idle.agent / floor, 1.6, "1.6x"),
    },
    {
      what: `agent, after ${CALLS.toLocaleString("en")} RPCs`,
      figure: ratio(loaded.agent),
      goal: atMost(loaded.agent / floor, 2, "2x"),
    },
    { what: "admin, idle", figure: ratio(idle.admin) },
    {
      what: `admin, after ${CALLS.toLocaleString("en")} RPCs`,
      figure: ratio(loaded.admin),
    },
    {
      what: "agent, CPU while idle",
      figure: share(idle.agentCpu),
      goal: atMost(idle.agentCpu, 0.003, "0.3 %"),
    },
    {
      what: "admin, CPU while idle",
      figure: share(idle.adminCpu),
      goal: atMost(idle.adminCpu, 0.003, "0.3 %"),
    },
  ];
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error("a program did not start");
  return child.pid;
}

/** Lets garbage be collected and pages be returned; figures, not behaviour, depend on it. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
}
