/** `ghaf logs` of a machine without systemd: what the units of its local supervisor write, through agent and admin. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type RunningAdmin, startAdmin } from "./running-admin.ts";
import { type RunningAgent, startAgent } from "./running-agent.ts";
import { ADMIN_PORT, type Machine, TestDevice } from "./test-device.ts";
import { until } from "./until.ts";

const TALKER = "talker.service";
const TALK = `echo "$(date -u +%FT%T.%3NZ) warning: hot"
printf '\\033[2J\\n' >&2
exec sleep 4720`;

let device: TestDevice;
let admin: RunningAdmin;
let host: RunningAgent;
let operator: Machine;

before(async () => {
  device = await TestDevice.create();
  admin = await startAdmin(device);
  operator = await device.machine("operator", 20);
  host = await startHost();
  await until("the host's registration", async () => {
    const { List } = await admin.client.queryList({});
    return List.some(({ Name }) => Name === "givc-ghaf-host.service");
  });
});

after(() => device.close());

async function startHost(): Promise<RunningAgent> {
  return startAgent(device, {
    machine: await device.machine("ghaf-host", 2),
    type: 0,
    capabilities: { services: [TALKER] },
    logFolder: device.path("logs"),
    units: [{ name: TALKER, command: ["sh", "-c", TALK], autostart: true }],
  });
}

function words(...more: readonly string[]): readonly string[] {
  const { address, files } = operator;
  return [
    ...["logs", "--addr", admin.machine.address, "--port", `${ADMIN_PORT}`],
    ...["--bind", address, "--cacert", files.caCert],
    ...["--cert", files.cert, "--key", files.key],
    ...more,
  ];
}

test("what a unit wrote is shown, harmless", async () => {
  await until("two lines", async () => {
    const { stdout } = await device.run("ghaf", words("ghaf-host"));
    return stdout.split("\n").length === 3;
  });
  const ended = await device.run("ghaf", words("ghaf-host", "talker"));
  assert.deepEqual([ended.code, ended.stderr], [0, ""]);
  assert.match(
    ended.stdout,
    /^\S+Z ghaf-host talker\.service: hot\n\S+Z ghaf-host talker\.service: \\x1b\[2J\n$/,
  );
  const json = await device.run("ghaf", words("ghaf-host", "-o", "json"));
  const priorities = json.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).priority);
  assert.deepEqual(priorities, [4, 6]);
});

test("followed, what it writes later is shown; Ctrl-C ends it with 130", async () => {
  const following = device.start("ghaf", words("ghaf-host", "-f", "-n", "1"));
  await following.said("2J");
  await host.client.stopUnit({ UnitName: TALKER });
  await host.client.startUnit({ UnitName: TALKER });
  await following.said("hot");
  const { code, stderr } = await following.stop("SIGINT");
  assert.deepEqual([code, stderr], [130, ""]);
});

test("an agent that is killed and comes back is followed on", async () => {
  const following = device.start("ghaf", words("ghaf-host", "-f", "-n", "1"));
  await following.said("2J");
  await host.program.stop("SIGKILL");
  await following.said("trying again");
  host = await startHost();
  await following.said("hot");
  await following.stop("SIGINT");
});
