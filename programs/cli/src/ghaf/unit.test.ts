import assert from "node:assert/strict";
import { test } from "node:test";
import { type AdminHandlers, perform, refusal } from "./fake-io.ts";
import { DEVICE } from "./fake-registry.ts";

const sshd: AdminHandlers = {
  getUnitStatus: ({ UnitName }) => ({
    Name: UnitName,
    Description: "secure shell",
    LoadState: "loaded",
    ActiveState: "active",
    SubState: "running",
    Path: "/org/freedesktop/systemd1/unit/sshd_2eservice",
    FreezerState: "running",
  }),
};

test("unit status as a table and as JSON; .service can be left out", async () => {
  const argv = ["unit", "status", "app-vm", "sshd"];
  const table = await perform({ argv, admin: sshd });
  assert.equal(table.code, 0);
  assert.equal(
    table.stdout,
    `UNIT         sshd.service
VM           app-vm
LOAD         loaded
ACTIVE       active (running)
FREEZER      running
DESCRIPTION  secure shell
`,
  );
  const json = await perform({ argv: [...argv, "-o", "json"], admin: sshd });
  assert.deepEqual(JSON.parse(json.stdout), {
    name: "sshd.service",
    vm: "app-vm",
    description: "secure shell",
    loadState: "loaded",
    activeState: "active",
    subState: "running",
    freezerState: "running",
    path: "/org/freedesktop/systemd1/unit/sshd_2eservice",
  });
});

test("unit start and stop say what they did on stderr only", async () => {
  const admin: AdminHandlers = {
    startService: ({ ServiceName, VmName }) => {
      assert.deepEqual([ServiceName, VmName], ["poweroff.target", "ghaf-host"]);
      return { registryId: "givc-ghaf-host.service" };
    },
    stopService: ({ ServiceName }) => {
      assert.equal(ServiceName, "sshd.service");
      return {};
    },
  };
  const start = await perform({
    argv: ["unit", "start", "ghaf-host", "poweroff.target"],
    admin,
  });
  assert.deepEqual(
    [start.code, start.stdout, start.stderr],
    [0, "", "poweroff.target is started in ghaf-host\n"],
  );
  const stop = await perform({
    argv: ["unit", "stop", "app-vm", "sshd"],
    admin,
  });
  assert.deepEqual(
    [stop.code, stop.stdout, stop.stderr],
    [0, "", "sshd.service is stopped in app-vm\n"],
  );
});

test("what was not found is told apart: the machine or the unit", async () => {
  const admin: AdminHandlers = {
    queryList: () => ({ List: [...DEVICE] }),
    getUnitStatus: ({ UnitName }) => {
      throw refusal("not-found", `error fetching unit status: ${UnitName}`);
    },
  };
  const unit = await perform({
    argv: ["unit", "status", "app-vm", "x.socket"],
    admin,
  });
  assert.equal(unit.code, 3);
  assert.equal(
    unit.stderr,
    `error: error fetching unit status: x.socket
  the agent of app-vm answers only for the units it is configured with
`,
  );
  const machine = await perform({
    argv: ["unit", "status", "ghaf-hst", "x.socket"],
    admin,
  });
  assert.match(machine.stderr, /\n {2}did you mean ghaf-host\?\n/);
});
