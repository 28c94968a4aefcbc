/** The session on real systemds: live changes, and what a kill -9 of either side leaves. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { waitFor } from "../machine/wait-for.ts";
import { expectOk, list, listed, starting } from "./expectations.ts";
import { Fleet, type Member } from "./fleet.ts";
import { Watcher } from "./watcher.ts";

const CLOCK = "clock@0.service";

describe("sessions between admin and agents", () => {
  let fleet: Fleet;
  let admin: Member;
  let host: Member;
  let app: Member;

  before(async () => {
    fleet = await Fleet.open();
    admin = await fleet.startAdmin();
    [host, app] = await Promise.all([startHost(fleet), startApp(fleet)]);
    for (const name of ["ghaf-host", "app-vm"]) {
      const args = ["--retry", "60", `givc-${name}.service`];
      expectOk(await fleet.cli(host, "test", "ensure", ...args));
    }
  });
  after(() => fleet?.close());

  it("a watcher sees start, pause, resume and an end from outside, in order", async () => {
    const watcher = await Watcher.start(fleet, host);
    expectOk(await fleet.cli(host, ...starting("app-vm", "clock")));
    expectOk(await fleet.cli(host, "pause", CLOCK));
    expectOk(await fleet.cli(host, "resume", CLOCK));
    await app.machine.succeed(["pkill", "-KILL", "-f", "sleep 4242"]);
    await watcher.sawUnit(CLOCK, "gone");
    await watcher.stop();
    const expected = ["Running", "Paused", "Running", "gone"];
    assert.deepEqual(watcher.of(CLOCK), expected);
  });

  it("kill -9 of the admin: everything is known again", async () => {
    expectOk(await fleet.cli(host, ...starting("app-vm", "clock")));
    const before = (await list(fleet, host)).map(({ name }) => name).sort();
    assert.ok(before.includes(CLOCK));
    await admin.machine.systemctl([
      ...["kill", "-s", "KILL", "--kill-whom=main", "givc-admin.service"],
    ]);
    await waitFor("the same list", async () => {
      const now = (await list(fleet, host)).map(({ name }) => name).sort();
      return JSON.stringify(now) === JSON.stringify(before);
    });
  });

  it("kill -9 of an agent: it comes back, and so does what it runs", async () => {
    await app.machine.systemctl(
      ["kill", "-s", "KILL", "--kill-whom=main", "givc-app-vm.service"],
      "ghaf",
    );
    await waitFor("the new agent", async () => {
      const unit = "givc-app-vm.service";
      const asked = await fleet.cli(host, "get-status", "app-vm", unit);
      return asked.code === 0 && asked.stdout.includes('"running"');
    });
    await waitFor("the agent and its application", async () => {
      const agent = await listed(fleet, host, "givc-app-vm.service");
      const clock = await listed(fleet, host, CLOCK);
      return agent?.status === "Running" && clock?.status === "Running";
    });
    // That may have been the rows of before, which go when the agent is long in coming.
    await waitFor("a stop", async () => {
      return (await fleet.cli(host, "stop", "app", CLOCK)).code === 0;
    });
  });

  it("a machine that is gone shows as powered off, and its applications go", async () => {
    expectOk(await fleet.cli(host, ...starting("app-vm", "clock")));
    await app.machine.kill();
    await waitFor("app-vm powered off", async () => {
      const agent = await listed(fleet, host, "givc-app-vm.service");
      const clock = await listed(fleet, host, CLOCK);
      return agent?.status === "PoweredOff" && clock === undefined;
    });
  });
});

function startHost(fleet: Fleet): Promise<Member> {
  return fleet.startAgent({
    name: "ghaf-host",
    address: "192.168.101.2",
    type: 0,
    capabilities: { services: ["poweroff.target"] },
  });
}

function startApp(fleet: Fleet): Promise<Member> {
  return fleet.startAgent({
    name: "app-vm",
    address: "192.168.101.5",
    type: 12,
    capabilities: {
      applications: [{ name: "clock", command: "/usr/bin/sleep 4242" }],
    },
  });
}
