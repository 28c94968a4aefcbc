/** Locale and time zone: remembered first, then brought to every machine until it took. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LocaleMacroKey } from "@ghaf/api/proto/locale/locale";
import { RpcError } from "@ghaf/api/rpc";
import { AdminError } from "../errors.ts";
import { settle } from "../fake-clock.ts";
import { InProcess } from "../in-process.ts";

const { LANG, LC_TIME } = LocaleMacroKey;
const FINNISH = {
  assignments: [
    { key: LANG, value: "en_US.UTF-8" },
    { key: LC_TIME, value: "fi_FI.UTF-8" },
  ],
};
const WORDS = [
  { key: "LANG", value: "en_US.UTF-8" },
  { key: "LC_TIME", value: "fi_FI.UTF-8" },
];

test("a choice is written, remembered and pushed to every agent", async () => {
  const world = new InProcess();
  await world.register("one-vm");
  await world.register("two-vm");
  await world.client().setLocale(FINNISH);
  await world.client().setTimezone({ Timezone: "Europe/Helsinki" });
  await settle();
  assert.equal(
    world.settings.files.get("locale-givc.conf"),
    "LANG=en_US.UTF-8\nLC_TIME=fi_FI.UTF-8",
  );
  assert.equal(world.settings.files.get("timezone.conf"), "Europe/Helsinki");
  for (const vm of ["one-vm", "two-vm"]) {
    assert.deepEqual(world.machine(vm).locale, WORDS);
    assert.equal(world.machine(vm).timezone, "Europe/Helsinki");
  }
});

test("who comes later, or again, is told; nothing chosen, nobody is told", async () => {
  const world = new InProcess();
  await world.register("early-vm");
  await settle();
  assert.deepEqual(world.machine("early-vm").calls, []);
  await world.client().setTimezone({ Timezone: "UTC" });
  await world.register("late-vm");
  await settle();
  assert.deepEqual(world.machine("late-vm").calls, ["timezone"]);
  await world.register("late-vm");
  await settle();
  assert.deepEqual(world.machine("late-vm").calls, ["timezone", "timezone"]);
});

test("it is remembered over a restart", async () => {
  const world = new InProcess();
  world.settings.files.set(
    "locale-givc.conf",
    "LANG=C\nLC_WHAT=x\nLC_ALL=; ls",
  );
  world.settings.files.set("timezone.conf", "UTC\nsecond line");
  await world.admin.start();
  await world.register("app-vm");
  await settle();
  assert.deepEqual(world.machine("app-vm").locale, [
    { key: "LANG", value: "C" },
  ]);
  assert.equal(world.machine("app-vm").timezone, "UTC");
});

test("an agent that fails is tried again until it took", async () => {
  const world = new InProcess();
  await world.register("app-vm");
  const machine = world.machine("app-vm");
  machine.failure = new AdminError("agent-failed", "cannot set timezone: busy");
  await world.client().setTimezone({ Timezone: "UTC" });
  await world.clock.advance(1_000 + 2_000 + 4_000);
  assert.equal(machine.calls.length, 4);
  machine.failure = undefined;
  await world.clock.advance(8_000);
  assert.equal(machine.timezone, "UTC");
  await world.clock.advance(120_000);
  assert.equal(machine.calls.length, 5);
});

test("a newer choice overtakes one that is being retried", async () => {
  const world = new InProcess();
  await world.register("app-vm");
  const machine = world.machine("app-vm");
  machine.failure = new AdminError("agent-failed", "busy");
  await world.client().setTimezone({ Timezone: "UTC" });
  await settle();
  machine.failure = undefined;
  await world.client().setTimezone({ Timezone: "Europe/Helsinki" });
  await settle();
  assert.equal(machine.timezone, "Europe/Helsinki");
  assert.equal(world.clock.pending, 0);
});

test("an agent without the service is not bothered again", async () => {
  const world = new InProcess();
  await world.register("app-vm");
  const machine = world.machine("app-vm");
  machine.failure = new AdminError("not-supported", "no such service");
  await world.client().setTimezone({ Timezone: "UTC" });
  await world.clock.advance(120_000);
  assert.equal(machine.calls.length, 1);
});

test("what cannot be written is an error, and changes nothing", async () => {
  const world = new InProcess();
  await world.register("app-vm");
  world.settings.failure = new AdminError(
    "storage",
    "cannot write /etc/timezone.conf: EROFS",
  );
  await assert.rejects(
    world.client().setTimezone({ Timezone: "UTC" }),
    (error) =>
      error instanceof RpcError &&
      error.code === "internal" &&
      error.message === "cannot write /etc/timezone.conf: EROFS",
  );
  await settle();
  assert.deepEqual(world.machine("app-vm").calls, []);
});

test("what is no locale or time zone is refused before anything is written", async () => {
  const world = new InProcess();
  const refused = (call: Promise<unknown>, message: RegExp) =>
    assert.rejects(
      call,
      (error) =>
        error instanceof RpcError &&
        error.code === "invalid-argument" &&
        message.test(error.message),
    );
  const client = world.client();
  await refused(client.setLocale({}), /no locale is given/);
  const key = 14 as LocaleMacroKey;
  const unknownKey = { assignments: [{ key, value: "C" }] };
  await refused(client.setLocale(unknownKey), /no locale key 14/);
  const bad = { assignments: [{ key: LANG, value: "; whoami" }] };
  await refused(client.setLocale(bad), /"; whoami" is not a locale/);
  await refused(
    client.setTimezone({ Timezone: "/foobar" }),
    /"\/foobar" is not a time zone/,
  );
  assert.equal(world.settings.files.size, 0);
});
