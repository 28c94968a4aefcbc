/** Kernels, and reference VMs that were chosen in vain. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf, type Planted } from "./testing.ts";

const CASES: readonly Planted[] = [
  {
    mistake: "two host kernels",
    definition: {
      ghaf: {
        profiles: { "kernel-hardening": { enable: true } },
        host: { kernel: { hardening: { hypervisor: { enable: true } } } },
      },
    },
    found: [
      "error ghaf.host.kernel.hardening.hypervisor.enable: is on together with ghaf.host.kernel.hardening.enable, but each is a host kernel of its own; turn one of them off",
    ],
  },
  {
    mistake: "a part of a kernel that is not built",
    definition: {
      ghaf: {
        host: { kernel: { hardening: { usb: { enable: true } } } },
        guest: { kernel: { hardening: { graphics: { enable: true } } } },
      },
    },
    found: [
      "warning ghaf.guest.kernel.hardening.graphics.enable: is on, but has no effect while ghaf.guest.kernel.hardening.enable is off; turn ghaf.guest.kernel.hardening.enable on, or this off",
      "warning ghaf.host.kernel.hardening.usb.enable: is on, but has no effect while ghaf.host.kernel.hardening.enable is off; turn ghaf.host.kernel.hardening.enable on, or this off",
    ],
  },
  {
    mistake: "a hardened kernel that cannot run VMs",
    definition: {
      ghaf: { host: { kernel: { hardening: { enable: true } } } },
    },
    found: [
      "error ghaf.host.kernel.hardening.networking.enable: is off, but ghaf.host.networking.enable needs it for the bridge between VMs; turn it on, or ghaf.host.networking.enable off",
      "error ghaf.host.kernel.hardening.virtualization.enable: is off, but ghaf.virtualization.microvm-host.enable needs it to run VMs; turn it on, or ghaf.virtualization.microvm-host.enable off",
    ],
  },
  {
    mistake: "a device tree without a board",
    definition: {
      ghaf: { boot: { loader: { "systemd-boot-dtb": { enable: true } } } },
    },
    found: [
      "error ghaf.boot.loader.systemd-boot-dtb.enable: is on, but the machine is no board with a device tree; turn ghaf.hardware.nvidia.orin.enable on, or this off",
    ],
  },
  {
    mistake: "a device tree without systemd-boot",
    definition: {
      ghaf: {
        boot: { loader: { "systemd-boot-dtb": { enable: true } } },
        hardware: { nvidia: { orin: { enable: true } } },
        systemd: { withBootloader: false },
      },
    },
    found: [
      "error ghaf.boot.loader.systemd-boot-dtb.enable: is on, but there is no systemd-boot; turn ghaf.systemd.withBootloader on, or this off",
    ],
  },
  {
    mistake: "a reference VM whose group is off",
    definition: { ghaf: { reference: { appvms: { "chrome-vm": true } } } },
    found: [
      "warning ghaf.reference.appvms.chrome-vm: is on, but no VM comes of it while ghaf.reference.appvms.enable is off; turn ghaf.reference.appvms.enable on, or this off",
    ],
  },
  {
    mistake: "a reference VM that no profile hands on",
    definition: {
      ghaf: { reference: { appvms: { enable: true, "chrome-vm": true } } },
    },
    found: [
      "warning ghaf.reference.appvms.chrome-vm: is on, but no VM comes of it while ghaf.reference.profiles.laptop-x86.enable is off; turn ghaf.reference.profiles.laptop-x86.enable on, or this off",
    ],
  },
  {
    mistake: "two launchers with one name",
    definition: {
      ghaf: {
        graphics: {
          launchers: [
            { name: "Notes", path: "/usr/bin/one" },
            { name: "Notes", path: "/usr/bin/two" },
          ],
        },
      },
    },
    found: [
      "error ghaf.graphics.launchers[11].name: is Notes, as is ghaf.graphics.launchers[10].name for the same machine; give each launcher of a machine a name of its own",
    ],
  },
];

for (const { mistake, definition, found } of CASES) {
  test(mistake, () => assert.deepEqual(findingsOf(definition), found));
}

test("the whole hardened kernel is no mistake, nor are VMs that a profile hands on", () => {
  const said = findingsOf({
    ghaf: {
      profiles: { "kernel-hardening": { enable: true } },
      reference: {
        appvms: { enable: true, "chrome-vm": true },
        profiles: { "laptop-x86": { enable: true } },
      },
      graphics: {
        launchers: [
          { name: "Notes", path: "/usr/bin/one" },
          { name: "Notes", path: "/usr/bin/two", vm: "mail-vm" },
        ],
      },
    },
  });
  // Both mail and chrome of these tests have the same frame.
  assert.deepEqual(
    said.filter((text) => !text.includes("borderColor")),
    [],
  );
});

test("a layout without VMs has none of those that a profile chose", () => {
  const said = findingsOf({
    ghaf: {
      layout: "native",
      reference: { appvms: { enable: true, "chrome-vm": true } },
    },
  });
  assert.deepEqual(said, []);
});
