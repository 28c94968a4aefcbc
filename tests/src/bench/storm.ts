/** A whole device, then a fleet, coming to the admin at the same moment. */

import { AdminService } from "@ghaf/api/proto/admin/admin";
import { createRpcClient } from "@ghaf/api/rpc";
import { BenchAgent } from "./bench-agent.ts";
import { atMost, type Row } from "./report.ts";
import { type Machine, Rig } from "./rig.ts";
import { ms } from "./statistics.ts";

const UNITS = 20;
const DEVICE = 254;
const FLEET = 5_000;
/** All agents of the benchmark share one process and one core. */
const AT_A_TIME = 64;

export async function benchStorm(): Promise<readonly Row[]> {
  const device = await storm(DEVICE);
  const fleet = await storm(FLEET);
  return [
    {
      what: `${DEVICE} agents with ${UNITS} units each, until all are listed`,
      figure: ms(device),
      goal: atMost(device, 3_000, "3 s"),
    },
    {
      what: `${FLEET.toLocaleString("en")} agents with ${UNITS} units each`,
      figure: ms(fleet),
    },
  ];
}

/** Milliseconds from the first dial until every unit is in the list. */
async function storm(count: number): Promise<number> {
  const rig = await Rig.create();
  try {
    const admin = await rig.machine("admin-vm", 10);
    await rig.startAdmin(admin);
    // One address and key for all would be one agent: names differ, and issuing
    // certificates is not what is measured.
    const agents = await makeAgents(rig, count);
    const since = performance.now();
    await connectAll(rig, admin, agents);
    await expectEntries(rig, admin, count * (UNITS + 1));
    const elapsed = performance.now() - since;
    for (const agent of agents) agent.close();
    return elapsed;
  } finally {
    await rig.close();
  }
}

async function makeAgents(rig: Rig, count: number): Promise<BenchAgent[]> {
  const agents: BenchAgent[] = [];
  for (let index = 0; index < count; index += 1) {
    const machine = await rig.machine(`vm-${index}`, 5);
    agents.push(new BenchAgent(machine, UNITS));
  }
  return agents;
}

async function connectAll(
  rig: Rig,
  admin: Machine,
  agents: readonly BenchAgent[],
): Promise<void> {
  const waiting = [...agents];
  const lane = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      await next.connect(await rig.dialAdmin(admin, next.machine));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, lane));
}

async function expectEntries(
  rig: Rig,
  admin: Machine,
  expected: number,
): Promise<void> {
  const caller = await rig.machine("caller", 20);
  const client = createRpcClient(
    AdminService,
    await rig.dialAdmin(admin, caller),
  );
  const { List } = await client.queryList({}, { timeoutMs: 60_000 });
  if (List.length !== expected) {
    throw new Error(`${List.length} entries instead of ${expected}`);
  }
}
