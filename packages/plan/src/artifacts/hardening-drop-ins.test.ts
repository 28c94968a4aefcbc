/** Which machines get which drop-ins, and what stands in them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTHING_ALLOCATED } from "../allocation/allocation.ts";
import type { HostKind } from "../host-kind.ts";
import { plan } from "../plan.ts";
import { deviceWith, oneApp } from "../testing.ts";

type Description = Parameters<typeof deviceWith>[0];

/** `machine unit`, without `.service`. */
function hardened(
  description: Description,
  host?: HostKind,
): readonly string[] {
  const made = plan(deviceWith(description), NOTHING_ALLOCATED, host);
  assert.deepEqual(made.problems, []);
  const name = /^\/etc\/systemd\/system\/(.+)\.service\.d\/50-ghaf-hardened/;
  return made.artifacts.flatMap(({ system, path }) => {
    const unit = name.exec(path)?.[1];
    return unit === undefined ? [] : [`${system} ${unit}`];
  });
}

function onApp(all: readonly string[]): readonly string[] {
  return all
    .filter((one) => one.startsWith("app-vm "))
    .map((one) => one.slice("app-vm ".length));
}

const EVERY_GUEST = [
  ...["dbus", "nftables", "systemd-tmpfiles-setup"],
  ...["systemd-user-sessions", "user-runtime-dir@"],
];

test("a VM has those of what is in every VM, and of its packages", () => {
  assert.deepEqual(onApp(hardened(oneApp({}))), EVERY_GUEST);
  const packages = ["seatd", "bluez"];
  const more = ["bluetooth", "seatd"];
  const ofUdev = ["systemd-udev-trigger", "systemd-udevd"];
  assert.deepEqual(
    onApp(hardened(oneApp({ packages }))),
    [...EVERY_GUEST, ...more, ...ofUdev].sort(),
  );
});

test("none for what a guest module masks, and none for what the device leaves out, by either name", () => {
  const units = { "systemd-user-sessions.service": { masked: true } };
  const excludedHardenedConfigs = ["firewall.service", "dbus.service"];
  const systemd = { excludedHardenedConfigs };
  assert.deepEqual(onApp(hardened({ ...oneApp({ units }), systemd })), [
    "systemd-tmpfiles-setup",
    "user-runtime-dir@",
  ]);
});

test("a host has those of a host, unless it is somebody's machine, or does not want them", () => {
  const ofHost = (all: readonly string[]) =>
    all.filter((one) => one.startsWith("ghaf-host "));
  const usual = ofHost(hardened(oneApp({})));
  assert.ok(usual.includes("ghaf-host microvm@"));
  assert.ok(usual.includes("ghaf-host systemd-udevd"));
  const instance = { kind: "instance", uplinkSocket: null } as const;
  assert.deepEqual(ofHost(hardened(oneApp({}), instance)), []);
  const systemd = { withHardenedConfigs: false };
  const without = hardened({ ...oneApp({}), systemd });
  assert.deepEqual(ofHost(without), []);
  assert.deepEqual(onApp(without), EVERY_GUEST);
});

test("the strictest are for machines that nobody debugs", () => {
  const strict = ["ghaf-host ssh"];
  const of = (withDebug: boolean) =>
    hardened({ ...oneApp({}), systemd: { withDebug } }).filter((one) =>
      /^ghaf-host (auditd|ssh|user@|NetworkManager)$/.test(one),
    );
  assert.deepEqual(of(true), []);
  assert.deepEqual(of(false), [...strict, "ghaf-host user@"]);
});
