/** Scenarios ADM-1 to 7, 9 and 13 to 19 of the specification, section 7.1, on real systemds. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { waitFor } from "../machine/wait-for.ts";
import { expectOk, listed, starting } from "./expectations.ts";
import { ADMIN_SERVER, Fleet, type Member, type ServerPlace } from "./fleet.ts";
import { callIndependently } from "./independent-client.ts";

const POWER = [
  "reboot.target",
  "poweroff.target",
  "sleep.target",
  "suspend.target",
];
const FOOT = "foot@0.service";
const FOOT_CGROUP =
  "/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice/app-foot.slice/foot@0.service";

const HOST_AGENT: ServerPlace = {
  name: "ghaf-host",
  address: "192.168.101.2",
  port: 9_000,
};

const CALLS = [
  {
    titles: {
      good: "ADM-4: a valid certificate may call an agent",
      bad: "ADM-5: a certificate for another address may not call an agent",
    },
    to: HOST_AGENT,
    path: "systemd.UnitControlService/GetUnitStatus",
    request: { UnitName: "poweroff.target" },
  },
  {
    titles: {
      good: "ADM-6: a valid certificate may call the admin",
      bad: "ADM-7: a certificate for another address may not call the admin",
    },
    to: ADMIN_SERVER,
    path: "admin.AdminService/QueryList",
    request: {},
  },
] as const;

describe("specification 7.1: admin", () => {
  let fleet: Fleet;
  let admin: Member;
  let host: Member;
  let gui: Member;
  let app: Member;
  let bad: Member;

  before(async () => {
    fleet = await Fleet.open();
    [admin, host] = await Promise.all([fleet.startAdmin(), startHost(fleet)]);
    // What follows is about an agent that comes when an admin is there.
    const args = ["--retry", "60", "givc-ghaf-host.service"];
    expectOk(await fleet.cli(host, "test", "ensure", ...args));
    gui = await fleet.startAgent({
      name: "gui-vm",
      address: "192.168.101.3",
      type: 8,
      capabilities: { services: ["multi-user.target"] },
    });
  });
  after(() => fleet?.close());

  it("ADM-1: an agent is registered before its VM reports multi-user.target", async () => {
    await gui.machine.succeed(["systemctl", "is-system-running", "--wait"]);
    const asked = await fleet.cli(
      host,
      "get-status",
      "gui-vm",
      "multi-user.target",
    );
    expectOk(asked);
    assert.match(asked.stdout, /active_state: "active"/);
  });

  it("ADM-2: the host agent is registered as type 0", async () => {
    const args = ["--retry", "60", "--type", "0", "givc-ghaf-host.service"];
    expectOk(await fleet.cli(host, "test", "ensure", ...args));
  });

  it("ADM-3: a VM's unit is registered with its VM's name", async () => {
    const args = ["--retry", "60", "--type", "11", "--vm", "app-vm"];
    expectOk(
      await fleet.cli(
        host,
        "test",
        "ensure",
        ...args,
        "microvm@app-vm.service",
      ),
    );
  });

  it("brings up app-vm and a machine with a certificate for another address", async () => {
    [app, bad] = await Promise.all([startApp(fleet), startBad(fleet)]);
    const args = ["--retry", "60", "--type", "12", "givc-app-vm.service"];
    expectOk(await fleet.cli(host, "test", "ensure", ...args));
  });

  for (const { titles, ...call } of CALLS) {
    it(titles.good, async () => {
      const { end } = await callIndependently(app, call);
      assert.equal(end.code, "OK", end.message);
    });

    it(titles.bad, async () => {
      await assert.rejects(callIndependently(bad, call), {
        message: /^PERMISSION_DENIED: IP 192\.168\.101\.30 not in/,
      });
    });
  }

  it("ADM-9: locale and time zone are set everywhere and remembered", async () => {
    expectOk(await fleet.cli(host, "set-locale", "en_US.UTF-8"));
    expectOk(await fleet.cli(host, "set-timezone", "UTC"));
    assert.equal(
      await admin.machine.readFile("/etc/locale-givc.conf"),
      "LANG=en_US.UTF-8",
    );
    assert.equal(await admin.machine.readFile("/etc/timezone.conf"), "UTC");
    await waitFor("gui-vm's locale", async () => {
      const locale = await gui.machine.readFile("/etc/locale.conf");
      return locale.includes("LANG=en_US.UTF-8");
    });
  });

  it("ADM-13: statistics of a VM", async () => {
    const asked = await fleet.cli(host, "get-stats", "app-vm");
    expectOk(asked);
    assert.match(asked.stdout, /StatsResponse/);
  });

  it("ADM-14: an application is started", async () => {
    const started = await fleet.cli(gui, ...starting("app-vm", "foot"));
    expectOk(started);
    assert.equal(started.stdout, `StartResponse { registry_id: "${FOOT}" }\n`);
    await app.machine.succeed(["pgrep", "-x", "foot"]);
    assert.equal((await listed(fleet, gui, FOOT))?.status, "Running");
  });

  it("ADM-15: after a crash its number is free and it starts again", async () => {
    await app.machine.succeed(["pkill", "-KILL", "-x", "foot"]);
    await waitFor("the end of foot in the list", async () => {
      return (await listed(fleet, gui, FOOT)) === undefined;
    });
    const again = await fleet.cli(gui, ...starting("app-vm", "foot"));
    assert.equal(again.stdout, `StartResponse { registry_id: "${FOOT}" }\n`);
  });

  it("ADM-16: paused, it is frozen in its cgroup", async () => {
    expectOk(await fleet.cli(gui, "pause", FOOT));
    assert.equal((await listed(fleet, gui, FOOT))?.status, "Paused");
    const events = await app.machine.readFile(`${FOOT_CGROUP}/cgroup.events`);
    assert.match(events, /^frozen 1$/m);
  });

  it("ADM-17: resumed, it runs", async () => {
    expectOk(await fleet.cli(gui, "resume", FOOT));
    const events = await app.machine.readFile(`${FOOT_CGROUP}/cgroup.events`);
    assert.match(events, /^frozen 0$/m);
    assert.equal((await listed(fleet, gui, FOOT))?.status, "Running");
  });

  it("ADM-18: stopped, no process of it is left", async () => {
    expectOk(await fleet.cli(gui, "stop", "app", FOOT));
    const found = await app.machine.exec(["pgrep", "-x", "foot"]);
    assert.equal(found.code, 1, `foot still runs: ${found.stdout}`);
    assert.equal(await listed(fleet, gui, FOOT), undefined);
  });

  it("ADM-19: an application that ends by itself can be started again", async () => {
    for (const _ of [1, 2]) {
      expectOk(await fleet.cli(gui, ...starting("app-vm", "clearexit")));
      await waitFor("the end of clearexit", async () => {
        const row = await listed(fleet, gui, "clearexit@0.service");
        return row === undefined;
      });
    }
  });
});

function startHost(fleet: Fleet): Promise<Member> {
  return fleet.startAgent({
    name: "ghaf-host",
    address: "192.168.101.2",
    type: 0,
    capabilities: {
      services: POWER,
      vmServices: { appVms: ["microvm@app-vm.service"] },
    },
    units: [
      {
        name: "microvm@app-vm.service",
        content: "[Service]\nExecStart=/usr/bin/sleep infinity\n",
        wantedBy: "multi-user.target",
      },
    ],
  });
}

async function startApp(fleet: Fleet): Promise<Member> {
  const app = await fleet.startAgent({
    name: "app-vm",
    address: "192.168.101.5",
    type: 12,
    capabilities: {
      applications: [
        { name: "foot", command: "/usr/local/bin/foot infinity" },
        { name: "clearexit", command: "/usr/bin/sleep 1" },
      ],
    },
  });
  // Stands for the terminal: a program of that name that stays.
  await app.machine.succeed([
    "ln",
    "-s",
    "/usr/bin/sleep",
    "/usr/local/bin/foot",
  ]);
  return app;
}

function startBad(fleet: Fleet): Promise<Member> {
  return fleet.startMember({
    name: "bad-vm",
    address: "192.168.101.30",
    certified: ["192.168.101.99"],
  });
}
