/** Scenarios SVC-1 to 6 of the specification, section 7.3, on real systemds. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { waitFor } from "../machine/wait-for.ts";
import { expectOk } from "./expectations.ts";
import { Fleet, type Member } from "./fleet.ts";

const LISTED = "kiosk-task.service";
const UNLISTED = "unlisted-task.service";

describe("specification 7.3: services of an app VM", () => {
  let fleet: Fleet;
  let admin: Member;
  let app: Member;

  before(async () => {
    fleet = await Fleet.open();
    admin = await fleet.startAdmin();
    app = await startApp(fleet);
  });
  after(() => fleet?.close());

  it("SVC-1: the agent is a service of the user", async () => {
    await waitFor("the agent", async () => {
      const unit = "givc-appvm.service";
      const state = await app.machine.unitProperty(unit, "ActiveState", "ghaf");
      return state === "active";
    });
  });

  it("SVC-2: the configuration lists the one service", async () => {
    const text = await app.machine.readFile("/etc/givc-agent/config.json");
    const { capabilities } = JSON.parse(text) as {
      capabilities: { services: unknown };
    };
    assert.deepEqual(capabilities.services, [LISTED]);
  });

  it("SVC-3: it is registered as a service of an app VM", async () => {
    const args = ["--retry", "60", "--type", "13", LISTED];
    expectOk(await fleet.cli(admin, "test", "ensure", ...args));
  });

  it("SVC-4: it is started", async () => {
    assert.equal(await exists("/tmp/kiosk-task"), false);
    const args = ["start", "service", LISTED, "--vm", "appvm"];
    expectOk(await fleet.cli(admin, ...args));
    await waitFor("the file it makes", () => exists("/tmp/kiosk-task"));
  });

  it("SVC-5: a service that is not listed is not started", async () => {
    const args = ["start", "service", UNLISTED, "--vm", "appvm"];
    const refused = await fleet.cli(admin, ...args);
    assert.equal(refused.code, 1);
    assert.ok(refused.stderr.includes(UNLISTED), refused.stderr);
    assert.equal(await exists("/tmp/unlisted-task"), false);
  });

  it("SVC-6: the admin does not complain of services that ended", async () => {
    const journal = await admin.machine.journal("givc-admin.service");
    assert.notEqual(journal, "");
    const priorities = ["-p", "warning", "-u", "givc-admin.service"];
    const warnings = await admin.machine.succeed([
      ...["journalctl", "--quiet", "--no-pager", "--output=cat"],
      ...priorities,
    ]);
    assert.equal(warnings, "");
  });

  async function exists(path: string): Promise<boolean> {
    return (await app.machine.exec(["test", "-e", path])).code === 0;
  }
});

function startApp(fleet: Fleet): Promise<Member> {
  return fleet.startAgent({
    name: "appvm",
    address: "192.168.101.5",
    type: 12,
    capabilities: { applications: [], services: [LISTED] },
    units: [task(LISTED, "kiosk-task"), task(UNLISTED, "unlisted-task")],
  });
}

function task(name: string, file: string) {
  return {
    name,
    content: `[Service]\nType=oneshot\nExecStart=/usr/bin/touch /tmp/${file}\n`,
    manager: "user" as const,
  };
}
