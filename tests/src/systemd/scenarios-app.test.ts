/** Scenarios APP-1 to 3 and 7 of the specification, section 7.2, on real systemds. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { waitFor } from "../machine/wait-for.ts";
import { expectOk, listed, starting } from "./expectations.ts";
import { Fleet, type Member } from "./fleet.ts";

describe("specification 7.2: app", () => {
  let fleet: Fleet;
  let host: Member;
  let gui: Member;
  let app: Member;

  before(async () => {
    fleet = await Fleet.open();
    await fleet.startAdmin();
    [host, gui, app] = await Promise.all([
      startHost(fleet),
      startGui(fleet),
      startApp(fleet),
    ]);
  });
  after(() => fleet?.close());

  it("APP-1: all agents are registered, and the files are there", async () => {
    for (const name of ["ghaf-host", "guivm", "appvm"]) {
      const args = ["--retry", "60", `givc-${name}.service`];
      expectOk(await fleet.cli(gui, "test", "ensure", ...args));
    }
    await app.machine.succeed(["touch", "/tmp/testfile"]);
    await app.machine.succeed(["touch", "/tmp/with blank (1).txt"]);
  });

  it("APP-2: files in the application's directories may be opened", async () => {
    for (const file of [
      "/tmp/testfile",
      "/etc/passwd",
      "/tmp/with blank (1).txt",
    ]) {
      expectOk(await fleet.cli(gui, ...starting("appvm", "cat", file)));
    }
  });

  it("APP-3: files elsewhere may not, however they are written", async () => {
    await app.machine.succeed(["mkdir", "-p", "/tmpx"]);
    await app.machine.succeed(["touch", "/tmpx/testfile"]);
    await app.machine.succeed(["ln", "-sfn", "/usr/bin/env", "/tmp/out"]);
    for (const file of [
      "/var/log/lastlog",
      "/etc/../bin/sh",
      "/tmpx/testfile",
      "/tmp/out",
      "/tmp/none",
      "relative",
    ]) {
      const refused = await fleet.cli(gui, ...starting("appvm", "cat", file));
      assert.equal(refused.code, 1, file);
      assert.match(refused.stderr, /invalid application argument/);
      assert.ok(refused.stderr.includes(file), refused.stderr);
    }
  });

  it("APP-3: without the word app, the usage is explained", async () => {
    const refused = await fleet.cli(gui, "start", "--vm", "appvm", "cat");
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /start app/);
  });

  it("APP-7: a service of the host is stopped from a VM", async () => {
    const unit = "host-test.service";
    // The agent of the host may have come before it.
    await waitFor("the service in the list", async () => {
      return (await listed(fleet, gui, unit))?.status === "Running";
    });
    expectOk(
      await fleet.cli(gui, "stop", "service", unit, "--vm", "ghaf-host"),
    );
    const state = await host.machine.unitProperty(unit, "ActiveState");
    assert.equal(state, "inactive");
    await waitFor("the stop in the list", async () => {
      return (await listed(fleet, gui, unit))?.status === "PoweredOff";
    });
  });
});

function startHost(fleet: Fleet): Promise<Member> {
  return fleet.startAgent({
    name: "ghaf-host",
    address: "192.168.101.2",
    type: 0,
    capabilities: { services: ["poweroff.target", "host-test.service"] },
    units: [
      {
        name: "host-test.service",
        content: "[Service]\nExecStart=/usr/bin/sleep infinity\n",
        wantedBy: "multi-user.target",
      },
    ],
  });
}

function startGui(fleet: Fleet): Promise<Member> {
  return fleet.startAgent({
    name: "guivm",
    address: "192.168.101.3",
    type: 8,
    capabilities: { services: ["multi-user.target"] },
  });
}

function startApp(fleet: Fleet): Promise<Member> {
  const cat = (name: string) => ({
    name,
    command: "/usr/bin/cat",
    args: ["file"],
    directories: ["/etc", "/tmp"],
  });
  return fleet.startAgent({
    name: "appvm",
    address: "192.168.101.5",
    type: 12,
    capabilities: { applications: [cat("cat"), cat("anothercat")] },
  });
}
