/** The forms of devices, VMs, disks and commands: examples each takes and refuses, and laws of those with a structure. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type AnyType, accepts } from "@ghaf/module-system";
import fc from "fast-check";
import { applicationName } from "./application-name.ts";
import { commandLine } from "./command-line.ts";
import { debianPackage } from "./debian-package.ts";
import { devicePath } from "./device-path.ts";
import { fileMode } from "./file-mode.ts";
import { hexId } from "./hex-id.ts";
import { inputName } from "./input-name.ts";
import { kernelModule, kernelParameter } from "./kernel-word.ts";
import { vmMacAddress } from "./mac-address.ts";
import { nameOrNone } from "./name-or-none.ts";
import {
  addressOrNone,
  interfaceName,
  interfaceOrNone,
} from "./network-place.ts";
import { pciAddress } from "./pci-address.ts";
import { busPrefix, portCount } from "./pcie-port.ts";
import {
  cpuModel,
  deviceSettings,
  hostDevice,
  machineSettings,
} from "./qemu-word.ts";
import { regularExpression } from "./regular-expression.ts";
import { socketPath } from "./socket-path.ts";
import { diskLabel, imagePath, shareTag } from "./storage-name.ts";
import { setting } from "./unit-setting.ts";
import { deviceName, usbBus, usbClassNumber, usbPort } from "./usb-port.ts";
import { appVmName, RESERVED_NAMES, vmName } from "./vm-name.ts";
import {
  extraMemory,
  guestMemory,
  processors,
  volumeSize,
} from "./vm-resource.ts";
import { automaticOrGuestCid, guestCid } from "./vsock-cid.ts";

interface Case {
  readonly type: AnyType;
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

const cases: Readonly<Record<string, Case>> = {
  pciAddress: {
    type: pciAddress,
    good: ["0000:00:1f.3", "0001:01:00.0", "ffff:ff:1f.7"],
    bad: [
      "",
      "00:1f.3",
      "0000:00:1F.3",
      "0000:00:20.0",
      "0000:00:1f.8",
      "0000:00:1f.3\n",
      "0000:00:1f",
    ],
  },
  hexId: {
    type: hexId,
    good: ["8086", "04f2", "0000"],
    bad: ["", "0x8086", "808", "80866", "A7A1", "a7g1", "8086\n"],
  },
  vmMacAddress: {
    type: vmMacAddress,
    good: ["02:00:00:03:11:01", "02:00:00:AD:01:01", "fe:ff:ff:ff:ff:ff"],
    bad: [
      "",
      "00:00:00:03:11:01",
      "03:00:00:00:00:00",
      "02-00-00-03-11-01",
      "02:00:00:03:11",
      "02:00:00:03:11:01:01",
      "ff:ff:ff:ff:ff:ff",
    ],
  },
  appVmName: {
    type: appVmName,
    good: ["a", "chrome", "business", "network", "my-vm-2"],
    bad: [
      "",
      "chrome-vm",
      "appflowyx",
      "Chrome",
      "2a",
      "-a",
      "a_b",
      "a b",
      "a\n",
      "a/b",
      "a@b",
      ...RESERVED_NAMES,
    ],
  },
  vmName: {
    type: vmName,
    good: ["net-vm", "chrome-vm"],
    bad: ["", "Net-vm", "../x", "a b", "a".repeat(33)],
  },
  usbBus: {
    type: usbBus,
    good: ["1", "3", "12"],
    bad: ["", "0", "03", "a", "1.2", "1000"],
  },
  usbPort: {
    type: usbPort,
    good: ["3", "10", "1.2", "1.2.3.4.5.6"],
    bad: ["", "0", "1.", ".1", "1.0", "1,2", "1-2", "1.2.3.4.5.6.7"],
  },
  deviceName: {
    type: deviceName,
    good: ["cam0", "wlp0s5f0", "external-device-1", "a_b"],
    bad: ["", "-a", "a b", "a,b", "a=b", "a".repeat(33)],
  },
  usbClassNumber: {
    type: usbClassNumber,
    good: [0, 3, 255],
    bad: [-1, 256, 1.5, "3"],
  },
  devicePath: {
    type: devicePath,
    good: [
      "/dev/nvme0n1",
      "/dev/input/by-path/platform-i8042-serio-0-event-kbd",
      "/dev/disk/by-id/wwn-0x5",
    ],
    bad: [
      "",
      "/dev",
      "/dev/",
      "/etc/passwd",
      "/dev/../etc/passwd",
      "/dev/a,b",
      "/dev/a b",
      "/dev//a",
      "dev/a",
    ],
  },
  kernelParameter: {
    type: kernelParameter,
    good: ["quiet", "intel_iommu=on,sm_on", "console=ttyS0,115200"],
    bad: ["", "a b", "a\nb", "a\tb", 'a="b"', "a='b'", "ä", "a".repeat(257)],
  },
  kernelModule: {
    type: kernelModule,
    good: ["i915", "snd_sof_pci_intel_tgl", "8021q"],
    bad: ["", "-r", "a b", "a.ko", "../a", "a\n"],
  },
  inputName: {
    type: inputName,
    good: [
      "AT Translated Set 2 keyboard",
      "ELAN067B:00 04F3:31F8 Mouse",
      "TPPS/2 Elan TrackPoint",
    ],
    bad: ["", 'a"b', "a\nb", "a*", "a?", "a|b", "[a]", "a\\b"],
  },
  commandLine: {
    type: commandLine,
    good: [
      "zathura",
      "google-chrome-stable --app=https://a.example/mail/?x=1&y=2",
      "gpclient -platform wayland",
      "a b&c",
    ],
    bad: [
      "",
      " a",
      "a ",
      "a  b",
      "a\tb",
      "a 'b c'",
      'a "b"',
      "a $HOME",
      "a | b",
      "a > b",
      "a; b",
      "a && b",
      "a &",
      "& a",
      "a `b`",
      "a \\b",
      "a\nb",
    ],
  },
  regularExpression: {
    type: regularExpression,
    good: [".*ethernet.*", "Logitech"],
    bad: ["", "(", "[a", "*", "a".repeat(257)],
  },
  debianPackage: {
    type: debianPackage,
    good: ["zathura", "g++", "libstdc++6", "7zip"],
    bad: ["", "a", "Zathura", "-a", "a b", "a/b", "a=1", "a_b"],
  },
  applicationName: {
    type: applicationName,
    good: ["google-chrome", "a", "A_b-2"],
    bad: ["", "-a", "a-", "_a", "a.b", "a@b", "a b", "a/b", "a".repeat(65)],
  },
  fileMode: {
    type: fileMode,
    good: ["0644", "0700", "1777"],
    bad: ["", "644", "0888", "4755", "2755", "00644", "u+x"],
  },
  guestCid: {
    type: guestCid,
    good: [3, 100, 4_294_967_294],
    bad: [-1, 0, 1, 2, 4_294_967_295],
  },
  automaticOrGuestCid: {
    type: automaticOrGuestCid,
    good: [0, 3],
    bad: [1, 2, -3],
  },
  guestMemory: {
    type: guestMemory,
    good: [32, 512, 12_288],
    bad: [0, 31, -512, 1.5, 2_000_000],
  },
  extraMemory: { type: extraMemory, good: [0, 512], bad: [-1, 2_000_000] },
  processors: { type: processors, good: [1, 8], bad: [0, -1, 1025, 1.5] },
  volumeSize: { type: volumeSize, good: [1, 1024], bad: [0, -1, 100_000_000] },
  busPrefix: {
    type: busPrefix,
    good: ["rp", "rp_1"],
    bad: ["", "1", "a,b", "a b"],
  },
  portCount: { type: portCount, good: [0, 5, 24], bad: [-1, 25] },
  interfaceName: {
    type: interfaceName,
    good: ["ethint0", "tap-business-vm"],
    bad: ["", "-a", "a/b", "a b", "a".repeat(16)],
  },
  interfaceOrNone: {
    type: interfaceOrNone,
    good: ["", "ethint0"],
    bad: [" ", "-a", "a".repeat(16)],
  },
  addressOrNone: {
    type: addressOrNone,
    good: ["", "192.168.100.103", "0.0.0.0"],
    bad: [" ", "1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4.5", "a"],
  },
  nameOrNone: {
    type: nameOrNone,
    good: ["", "chrome", "chrome-vm"],
    bad: ["-", "A", "a-", "a b", "../a"],
  },
  cpuModel: {
    type: cpuModel,
    good: ["max", "host", "Skylake-Client,-sgx,+x2apic"],
    bad: ["", "-sgx", "a b", "a,", "a;b"],
  },
  machineSettings: {
    type: machineSettings,
    good: [{}, { "mem-merge": "on", accel: "kvm:tcg" }],
    bad: [
      { "a,b": "on" },
      { "": "on" },
      { accel: "a,b=c" },
      { accel: "" },
      { accel: 1 },
    ],
  },
  deviceSettings: {
    type: deviceSettings,
    good: ["rombar=0", "x-vga=on,romfile="],
    bad: ["", "a", "a=1,", "a=1 b=2", "a=1,,b=2"],
  },
  hostDevice: {
    type: hostDevice,
    good: [
      "0000:00:1f.3",
      "vendorid=0x1050,productid=0x0407",
      "hostbus=3,hostport=8.1",
    ],
    bad: [
      "",
      "00:1f.3",
      "vendorid=0x1050",
      "hostbus=3",
      "0000:00:1f.3,rombar=0",
      "vendorid=1050,productid=0407",
    ],
  },
  socketPath: {
    type: socketPath,
    good: ["chrome-vm.sock", "/run/ghaf/a.sock"],
    bad: ["", "/", "../a", "/a/../b", "a b", "a,b", `/${"a".repeat(107)}`],
  },
  imagePath: {
    type: imagePath,
    good: ["data.img", "/var/lib/data.img"],
    bad: ["", "a/b", "../a", "/a/../b", "a,b", "a b", "-a"],
  },
  diskLabel: {
    type: diskLabel,
    good: ["data", "a-b_1"],
    bad: ["", "-a", "a b", "a".repeat(17)],
  },
  shareTag: {
    type: shareTag,
    good: ["hostshare", "shared-directory"],
    bad: ["", "-a", "a b", "a,b", "a".repeat(37)],
  },
  setting: {
    type: setting,
    good: ["", "simple", "/usr/bin/a --b=%h", "a b"],
    bad: ["a\nb", "a\\", "a\0", "a".repeat(4097)],
  },
};

describe("each form", () => {
  for (const [name, { type, good, bad }] of Object.entries(cases)) {
    test(name, () => {
      for (const value of good) {
        assert.ok(accepts(type, value), `takes ${JSON.stringify(value)}`);
      }
      for (const value of bad) {
        assert.ok(!accepts(type, value), `refuses ${JSON.stringify(value)}`);
      }
    });
  }
});

const hex = (length: number) => (value: number) =>
  value.toString(16).padStart(length, "0");

test("an address of PCI is taken exactly if the kernel could write it", () => {
  const parts = fc.tuple(
    fc.integer({ min: 0, max: 0xffff }).map(hex(4)),
    fc.integer({ min: 0, max: 0xff }).map(hex(2)),
    fc.integer({ min: 0, max: 0xff }),
    fc.integer({ min: 0, max: 15 }),
  );
  fc.assert(
    fc.property(parts, ([domain, bus, device, part]) => {
      const text = `${domain}:${bus}:${hex(2)(device)}.${part}`;
      assert.equal(accepts(pciAddress, text), device < 32 && part < 8);
    }),
  );
});

test("a MAC address is taken exactly if it is for one station and locally administered", () => {
  const bytes = fc.uint8Array({ minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(bytes, (mac) => {
      const text = Array.from(mac, hex(2)).join(":");
      const local = ((mac[0] ?? 0) & 0b11) === 0b10;
      assert.equal(accepts(vmMacAddress, text), local);
      assert.equal(accepts(vmMacAddress, text.toUpperCase()), local);
    }),
  );
});

test("what an application VM is called leaves room for its interface and is no VM of the platform", () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/);
  fc.assert(
    fc.property(fc.oneof(name, fc.constantFrom(...RESERVED_NAMES)), (text) => {
      const fits = `tap-${text}-vm`.length <= 15;
      const reserved = RESERVED_NAMES.some((one) => one === text);
      assert.equal(accepts(appVmName, text), fits && !reserved);
    }),
  );
});

test("a command is taken exactly if splitting it at spaces gives words without quotes", () => {
  const words = fc.array(fc.stringMatching(/^[a-z0-9:/?&=.%-]{0,6}$/), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(words, (parts) => {
      const usable =
        parts.every((word) => word !== "" && !/^&+$/.test(word)) &&
        !parts[0]?.startsWith("&");
      assert.equal(accepts(commandLine, parts.join(" ")), usable);
    }),
  );
});

test("no form of text takes a control character or a line break", () => {
  const control = fc.constantFrom("\n", "\r", "\t", "\0", "\u001b", "\u007f");
  for (const [name, { type, good }] of Object.entries(cases)) {
    const texts = good.filter((value) => typeof value === "string");
    if (texts.length === 0) continue;
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        control,
        fc.nat(),
        (text, bad, at) => {
          const place = at % (text.length + 1);
          const spoiled = `${text.slice(0, place)}${bad}${text.slice(place)}`;
          assert.ok(
            !accepts(type, spoiled),
            `${name}: ${JSON.stringify(spoiled)}`,
          );
        },
      ),
    );
  }
});
