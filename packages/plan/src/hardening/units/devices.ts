/** Units that set up devices and the kernel's modules. */

import type { HardenedUnit } from "@ghaf/system";
import { NETWORK, OF_TASKS, RARE, without } from "../capability-sets.ts";
import { coreWithout, LOCAL, NO_ADDRESS, refused, SECLUDED } from "../core.ts";
import { broughtBy, type Hardening, ON_HOST } from "../hardening.ts";

/** Packages that cannot do without udev bring it into a guest. */
const UDEV = {
  ...ON_HOST,
  ...{ packages: ["udev", "network-manager", "bluez"] },
} as const;

export const deviceUnits = {
  "kmod-static-nodes": {
    ...ON_HOST,
    directives: {
      // It reads the folder of the modules.
      ...coreWithout("ProtectKernelModules"),
      ...SECLUDED,
      ...NO_ADDRESS,
      PrivateNetwork: true,
      PrivateUsers: true,
      RestrictNamespaces: true,
      ...without([...RARE, ...NETWORK, "SYS_ADMIN"], ["SYS_MODULE"]),
      ...refused(),
    },
  },
  "systemd-random-seed": {
    ...ON_HOST,
    directives: {
      ...coreWithout(),
      ...SECLUDED,
      ...NO_ADDRESS,
      PrivateNetwork: true,
      PrivateDevices: true,
      RestrictAddressFamilies: LOCAL,
      DeviceAllow: [{ device: "/dev/null", access: "rw" }],
      RestrictNamespaces: true,
      ...without(OF_TASKS),
      ...refused({ and: ["@cpu-emulation", "@privileged"] }),
    },
  },
  "systemd-rfkill": {
    ...ON_HOST,
    directives: {
      // Not PrivateDevices and PrivateNetwork: it switches radios through their device, and hears of them from udev.
      ...coreWithout(),
      ...SECLUDED,
      ...NO_ADDRESS,
      DeviceAllow: [{ device: "/dev/rfkill", access: "rw" }],
      RestrictNamespaces: true,
      ...without([...RARE, "SYS_ADMIN"]),
      ...refused({ and: ["@cpu-emulation", "@privileged"] }),
    },
  },
  "systemd-udev-trigger": {
    ...UDEV,
    directives: {
      ...coreWithout("ProtectKernelTunables"),
      ...SECLUDED,
      ...NO_ADDRESS,
      PrivateDevices: true,
      RestrictAddressFamilies: LOCAL,
      DeviceAllow: [{ device: "/dev/null", access: "rw" }],
      RestrictNamespaces: true,
      ...without(OF_TASKS),
      ...refused({ and: ["@cpu-emulation"] }),
    },
  },
  "systemd-udevd": {
    ...UDEV,
    directives: {
      // Not ProtectClock: it reads every disk. Its unit says Delegate itself.
      ProtectKernelLogs: true,
      NoNewPrivileges: true,
      ProtectProc: "noaccess",
      UMask: "0077",
      RestrictNamespaces: true,
      // SYS_ADMIN is for partition tables and device mapper, SYS_RAWIO for the serial numbers of disks.
      ...without(["KILL", "LEASE", "SYS_PTRACE"]),
      // Debian's unit has a list of what it may call; this takes away from it.
      SystemCallFilter: { without: ["@obsolete"] },
    },
  },
  "tpm2-abrmd": {
    ...broughtBy("tpm2-abrmd"),
    directives: {
      ...coreWithout("ProtectControlGroups", "RestrictRealtime"),
      PrivateTmp: true,
      ProtectHome: true,
      ProtectSystem: "strict",
      ProtectProc: "invisible",
      // The first TPM has a number of the kind misc, which many others have too; the rest are of their own kind.
      DeviceAllow: [
        { device: "/dev/tpm0", access: "rw" },
        { device: "char-tpm", access: "rw" },
      ],
      RestrictAddressFamilies: { without: ["AF_PACKET"] },
      ...without([...RARE, "BLOCK_SUSPEND"], ["FOWNER", "SYS_CHROOT"]),
      ...refused({
        and: ["@cpu-emulation", "@raw-io"],
        but: ["@mount", "@resources"],
      }),
    },
  },
} as const satisfies Partial<Record<HardenedUnit, Hardening>>;
