/** Names that no unit, VM or application has, through every call of the admin that takes one, by somebody with a good certificate. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { AdminService } from "@ghaf/api/proto/admin/admin";
import { LocaleMacroKey } from "@ghaf/api/proto/locale/locale";
import type { RpcClient } from "@ghaf/api/rpc";
import { HOSTILE, refused, unit } from "./hostile-names.ts";
import { status } from "./reporting-agent.ts";
import { type RunningAdmin, startAdmin } from "./running-admin.ts";
import { type RunningAgent, startAgent } from "./running-agent.ts";
import { type Machine, TestDevice } from "./test-device.ts";
import { until } from "./until.ts";

type Client = RpcClient<typeof AdminService>;
type Call = (client: Client, name: string) => Promise<unknown>;

/** Every method of the admin that is built and takes a name, and what it calls that name. */
const ADMIN_CALLS: Readonly<Record<string, readonly [what: string, Call]>> = {
  "StartApplication.AppName": [
    "application name",
    (client, AppName) => client.startApplication({ AppName }),
  ],
  "StartApplication.VmName": [
    "VM name",
    (client, VmName) => client.startApplication({ AppName: "viewer", VmName }),
  ],
  "PauseApplication.AppName": [
    "unit name",
    (client, name) => client.pauseApplication({ AppName: unit(name) }),
  ],
  "PauseApplication.VmName": [
    "VM name",
    (client, VmName) => client.pauseApplication({ AppName: UNIT, VmName }),
  ],
  "ResumeApplication.AppName": [
    "unit name",
    (client, name) => client.resumeApplication({ AppName: unit(name) }),
  ],
  "StopApplication.AppName": [
    "unit name",
    (client, name) => client.stopApplication({ AppName: unit(name) }),
  ],
  "StopApplication without suffix": [
    "unit name",
    (client, AppName) => client.stopApplication({ AppName }),
  ],
  "StartVM.VmName": ["VM name", (client, VmName) => client.startVM({ VmName })],
  "StartService.ServiceName": [
    "unit name",
    (client, name) =>
      client.startService({ ServiceName: unit(name), VmName: "app-vm" }),
  ],
  "StartService.VmName": [
    "VM name",
    (client, VmName) => client.startService({ ServiceName: UNIT, VmName }),
  ],
  "StopService.ServiceName": [
    "unit name",
    (client, name) =>
      client.stopService({ ServiceName: unit(name), VmName: "app-vm" }),
  ],
  "StopService.VmName": [
    "VM name",
    (client, VmName) => client.stopService({ ServiceName: UNIT, VmName }),
  ],
  "GetUnitStatus.UnitName": [
    "unit name",
    (client, name) =>
      client.getUnitStatus({ UnitName: unit(name), VmName: "app-vm" }),
  ],
  "GetUnitStatus.VmName": [
    "VM name",
    (client, VmName) => client.getUnitStatus({ UnitName: UNIT, VmName }),
  ],
  "GetStats.VmName": [
    "VM name",
    (client, VmName) => client.getStats({ VmName }),
  ],
  "SetTimezone.Timezone": [
    "time zone",
    (client, Timezone) => client.setTimezone({ Timezone }),
  ],
  "SetLocale.value": [
    "locale",
    (client, value) =>
      client.setLocale({ assignments: [{ key: LocaleMacroKey.LANG, value }] }),
  ],
  "RegisterService.Name": [
    "unit name",
    (client, name) =>
      client.registerService(registration({ Name: unit(name) })),
  ],
  "RegisterService.Address": [
    "address",
    (client, Address) => client.registerService(registration({ Address })),
  ],
  "RegisterService.Port": [
    "address",
    (client, Port) => client.registerService(registration({ Port })),
  ],
  "RegisterService.Protocol": [
    "Unknown protocol",
    (client, Protocol) => client.registerService(registration({ Protocol })),
  ],
};

/** Those that the certificate decides, not the grammar. */
const BOUND_CALLS: Readonly<Record<string, readonly [what: string, Call]>> = {
  "RegisterService.Parent": [
    "cannot register below",
    (client, Parent) => client.registerService(registration({ Parent })),
  ],
  "RegisterService.Transport.Name": [
    "cannot register with the transport name",
    (client, serverName) =>
      client.registerService(registration({ serverName })),
  ],
};

const UNIT = "sync.service";

let device: TestDevice;
let admin: RunningAdmin;
let agent: RunningAgent;
let appVm: Machine;
/** What the VM itself may ask of the admin. */
let fromVm: Client;

before(async () => {
  device = await TestDevice.create();
  admin = await startAdmin(device);
  appVm = await device.machine("app-vm", 5);
  fromVm = await device.admin(appVm, admin.server);
  const applications = [{ name: "viewer", command: "sleep 4730" }];
  const capabilities = { applications, services: [UNIT] };
  const units = [{ name: UNIT, command: ["sleep", "4731"] }];
  const parts = { machine: appVm, type: 12, capabilities, units };
  agent = await startAgent(device, parts);
  await until("the registration", async () => {
    const { List } = await admin.client.queryList({});
    return List.length === 2;
  });
});

after(async () => {
  const { List } = await admin.client.queryList({});
  const names = List.map(({ Name }) => Name).sort();
  for (const { program } of [agent, admin]) {
    const { code, stderr } = await program.stop();
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /unexpectedly|fault of this agent/);
    assert.equal(stderr.includes("\u001b"), false, "no escapes in the log");
  }
  await device.close();
  assert.deepEqual(names, ["givc-app-vm.service", UNIT]);
});

for (const [field, [what, call]] of Object.entries(ADMIN_CALLS)) {
  test(`the admin's ${field}`, async () => {
    const client = field.startsWith("Register") ? fromVm : admin.client;
    for (const name of Object.values(HOSTILE)) {
      await refused(call(client, name), "invalid-argument", what);
    }
  });
}

for (const [field, [what, call]] of Object.entries(BOUND_CALLS)) {
  test(`the admin's ${field}`, async () => {
    for (const name of Object.values(HOSTILE)) {
      await refused(call(fromVm, name), "permission-denied", what);
    }
  });
}

test("names that are empty, templates, or of another kind", async () => {
  const { client } = admin;
  const calls: readonly (readonly [Promise<unknown>, string])[] = [
    [client.startApplication({ AppName: "" }), 'application name "" is empty'],
    [client.startVM({ VmName: "" }), 'VM name "" is empty'],
    [client.startVM({ VmName: ".." }), 'VM name ".." must be'],
    [client.stopApplication({ AppName: "" }), 'unit name "" is empty'],
    [client.stopApplication({ AppName: "a@.service" }), "unit name"],
    [client.stopApplication({ AppName: "a@b@c.service" }), "unit name"],
    [client.stopApplication({ AppName: "a.exe" }), "unit name"],
    [client.getUnitStatus({ UnitName: "" }), 'unit name "" is empty'],
    [client.getStats({ VmName: "" }), 'VM name "" is empty'],
  ];
  for (const [call, text] of calls) {
    await refused(call, "invalid-argument", text);
  }
});

test("good names that nobody has are not found", async () => {
  const { client } = admin;
  const calls: readonly (readonly [Promise<unknown>, string])[] = [
    [client.stopApplication({ AppName: "foot" }), "foot"],
    [client.pauseApplication({ AppName: "foot@0.service" }), "foot@0.service"],
    [client.getStats({ VmName: "ghost-vm" }), "givc-ghost-vm.service"],
    [client.stopService({ ServiceName: UNIT, VmName: "ghost-vm" }), "ghost-vm"],
    [
      client.getUnitStatus({ UnitName: "no.service", VmName: "app-vm" }),
      "no.service",
    ],
  ];
  for (const [call, text] of calls) await refused(call, "not-found", text);
});

interface Claimed {
  readonly Name?: string;
  readonly Parent?: string;
  readonly Address?: string;
  readonly Port?: string;
  readonly Protocol?: string;
  readonly serverName?: string;
}

/** A registration of app-vm's service that is good but for what is given. */
function registration(claimed: Claimed) {
  const { Name = UNIT, Parent = "givc-app-vm.service", serverName } = claimed;
  const { Address = appVm.address, Port = "9000", Protocol = "tcp" } = claimed;
  const Transport = { Name: serverName ?? "app-vm", Address, Port, Protocol };
  return { Name, Parent, Type: 13, Transport, State: status(Name, "") };
}
