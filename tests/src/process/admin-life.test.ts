/** From start to end: signals, watchers at the end, kill -9, new certificates. */

import assert from "node:assert/strict";
import { copyFile, writeFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { stateOf } from "./process-table.ts";
import type { Finished } from "./program.ts";
import { type RunningAdmin, startAdmin } from "./running-admin.ts";
import { type Machine, TestDevice } from "./test-device.ts";
import { until } from "./until.ts";
import { Watching } from "./watching.ts";
import {
  beginCall,
  framed,
  plain,
  queryList,
  secured,
  sessionOver,
} from "./wire-call.ts";

const WATCH = "/admin.AdminService/Watch";

let device: TestDevice;
let operator: Machine;
let running: RunningAdmin | undefined;

before(async () => {
  device = await TestDevice.create();
  operator = await device.machine("operator", 20);
});

afterEach(async () => {
  await running?.program.kill();
});

after(() => device.close());

async function start(flags: readonly string[] = []): Promise<RunningAdmin> {
  running = await startAdmin(device, flags);
  return running;
}

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  test(`${signal} ends it, and its watchers cleanly`, async () => {
    const { program, client } = await start();
    const watching = await Watching.begin(client);
    endedWell(await program.stop(signal));
    assert.equal(await watching.ended, undefined);
    assert.deepEqual(
      watching.changes.map((change) => change.case),
      ["Initial"],
    );
  });
}

test("a watcher that reads nothing, an open handshake and an idle connection do not hold the end up", async () => {
  const { program, client, machine } = await start();
  const slow = sessionOver(await secured(operator, machine));
  const call = beginCall(slow, WATCH);
  call.end(framed());
  call.pause();
  const idle = sessionOver(await secured(operator, machine));
  assert.equal((await queryList(idle)).status, 0);
  const silent = plain(operator, machine);
  const watching = await Watching.begin(client);
  endedWell(await program.stop());
  assert.equal(await watching.ended, undefined);
  for (const one of [slow, idle, silent]) one.destroy();
});

test("a second signal ends it at once", async () => {
  const { program, machine } = await start();
  // A call under way would hold the end up for the whole grace.
  const session = sessionOver(await secured(operator, machine));
  const call = beginCall(session, "/admin.AdminService/QueryList");
  await new Promise((resolve) => session.ping(resolve));
  // Both wait for it when it goes on: the second does not come too late for the grace.
  program.signal("SIGSTOP");
  await until("it stands still", () => stateOf(program.pid) === "T");
  program.signal("SIGTERM");
  program.signal("SIGINT");
  program.signal("SIGCONT");
  const { code } = await program.finished();
  assert.equal(code, 130);
  call.close();
  session.destroy();
});

test("calls that come while it stops are refused or answered, and it ends", async () => {
  const { program, client } = await start();
  await client.queryList({});
  program.signal("SIGTERM");
  const calls = Array.from({ length: 50 }, () =>
    client.queryList({}).then(
      () => "answered",
      (error: { code: string }) => error.code,
    ),
  );
  endedWell(await program.finished());
  for (const outcome of await Promise.all(calls)) {
    assert.ok(
      ["answered", "unavailable", "cancelled"].includes(outcome),
      outcome,
    );
  }
});

test("kill -9 and a new start: the next admin answers at the same place", async () => {
  const first = await start();
  const watching = await Watching.begin(first.client);
  const { signal } = await first.program.stop("SIGKILL");
  assert.equal(signal, "SIGKILL");
  assert.notEqual(await watching.ended, undefined, "the watcher is told");
  const second = await start();
  assert.deepEqual((await second.client.queryList({})).List, []);
  // The old client finds the new admin by itself.
  assert.deepEqual((await retried(first)).List, []);
});

test("SIGHUP reads the certificates again, and keeps them when they are broken", async () => {
  const { program, machine, server } = await start();
  const next = await device.authority.issue("admin-vm-next", [machine.address]);
  const certificateShown = async () => {
    const socket = await secured(operator, machine);
    await new Promise((resolve) => socket.once("secureConnect", resolve));
    const { subjectaltname } = socket.getPeerCertificate();
    socket.destroy();
    return subjectaltname;
  };
  assert.match((await certificateShown()) ?? "", /DNS:admin-vm,/);
  await copyFile(next.key, machine.files.key);
  await copyFile(next.cert, machine.files.cert);
  program.signal("SIGHUP");
  await program.said("certificates reloaded");
  await writeFile(machine.files.cert, "broken");
  program.signal("SIGHUP");
  await program.said("certificates not reloaded, the old ones stay");
  const client = await device.admin(operator, {
    ...server,
    name: "admin-vm-next",
  });
  await client.queryList({});
  endedWell(await program.stop());
});

async function retried({ client }: RunningAdmin) {
  for (;;) {
    try {
      return await client.queryList({});
    } catch {
      await pause(20);
    }
  }
}

function endedWell(finished: Finished): void {
  const { code, signal, stderr } = finished;
  assert.deepEqual({ code, signal }, { code: 0, signal: null }, stderr);
}
