/** Units that a desktop, its sound and its radios need. */

import type { HardenedUnit } from "@ghaf/system";
import { RARE, without } from "../capability-sets.ts";
import { coreWithout, NO_ADDRESS, refused, SECLUDED } from "../core.ts";
import { broughtBy, type Hardening } from "../hardening.ts";

export const desktopUnits = {
  bluetooth: {
    ...broughtBy("bluez"),
    directives: {
      ...coreWithout(),
      ...NO_ADDRESS,
      PrivateTmp: true,
      PrivateMounts: true,
      RemoveIPC: true,
      ProtectHome: true,
      ProtectSystem: "full",
      ProtectProc: "noaccess",
      ProcSubset: "pid",
      ReadWritePaths: ["-/var/lib/bluetooth"],
      DeviceAllow: [
        { device: "/dev/rfkill", access: "rw" },
        { device: "/dev/uinput", access: "rw" },
        // Keyboards and mice of Bluetooth LE are made with it.
        { device: "/dev/uhid", access: "rw" },
      ],
      KeyringMode: "private",
      UMask: "0077",
      NotifyAccess: "all",
      RestrictAddressFamilies: {
        only: ["AF_BLUETOOTH", "AF_ALG", "AF_UNIX"],
      },
      RestrictNamespaces: true,
      CapabilityBoundingSet: {
        only: [
          ...(["NET_BIND_SERVICE", "NET_ADMIN", "NET_RAW"] as const),
          ...(["SYS_RESOURCE", "AUDIT_WRITE"] as const),
        ],
      },
      // Not @ipc and @timer: it waits with pipes and timers.
      ...refused({
        and: [
          ...(["@pkey", "@cpu-emulation", "@memlock", "@keyring"] as const),
          ...(["@raw-io", "@aio", "@setuid", "@sandbox", "@chown"] as const),
        ],
        but: ["@obsolete"],
      }),
    },
  },
  "rtkit-daemon": {
    ...broughtBy("rtkit"),
    directives: {
      // Not ProtectProc: it looks at the threads of those who ask.
      ...coreWithout("ProtectControlGroups", "RestrictRealtime"),
      PrivateTmp: true,
      ProtectHome: true,
      ProtectSystem: "strict",
      RestrictAddressFamilies: { without: ["AF_PACKET"] },
      ...without([...RARE, "BLOCK_SUSPEND"], ["FOWNER", "SYS_CHROOT"]),
      ...refused({
        and: ["@cpu-emulation", "@raw-io"],
        but: ["@mount", "@resources"],
      }),
    },
  },
  seatd: {
    ...broughtBy("seatd"),
    directives: {
      // Screens and keyboards are devices, and the kernel lets SYS_ADMIN say whose a screen is.
      ...coreWithout("ProtectClock"),
      ...SECLUDED,
      PrivateTmp: true,
      RestrictNamespaces: true,
      ...without(RARE, ["SYS_TTY_CONFIG"]),
      ...refused({ and: ["@cpu-emulation", "@raw-io"], but: ["@resources"] }),
    },
  },
} as const satisfies Partial<Record<HardenedUnit, Hardening>>;
