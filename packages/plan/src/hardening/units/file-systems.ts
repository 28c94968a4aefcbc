/** Units that check, mount, fill and tidy up file systems, and keep logs in them. */

import type { HardenedUnit } from "@ghaf/system";
import { OF_TASKS, RARE, without } from "../capability-sets.ts";
import { coreWithout, LOCAL, NO_ADDRESS, refused, SECLUDED } from "../core.ts";
import { EVERYWHERE, type Hardening, ON_HOST } from "../hardening.ts";

export const fileSystemUnits = {
  "systemd-fsck-root": {
    ...ON_HOST,
    directives: {
      // Not ProtectClock and PrivateDevices: the disk to check is a device.
      ...coreWithout("ProtectClock"),
      ...SECLUDED,
      ...NO_ADDRESS,
      PrivateNetwork: true,
      RestrictAddressFamilies: LOCAL,
      RestrictNamespaces: true,
      ...without(OF_TASKS, ["SYS_ADMIN"]),
      ...refused({ and: ["@cpu-emulation"], but: ["@mount"] }),
    },
  },
  "systemd-remount-fs": {
    ...ON_HOST,
    directives: {
      // In a mount namespace it would remount what nobody else sees: nothing here may need one.
      NoNewPrivileges: true,
      LockPersonality: true,
      MemoryDenyWriteExecute: true,
      RestrictRealtime: true,
      RestrictSUIDSGID: true,
      ...NO_ADDRESS,
      RestrictAddressFamilies: LOCAL,
      Delegate: false,
      UMask: "0077",
      RestrictNamespaces: true,
      ...without(OF_TASKS, ["SYS_ADMIN"]),
      ...refused({ and: ["@cpu-emulation"], but: ["@mount"] }),
    },
  },
  "systemd-tmpfiles-setup": {
    ...EVERYWHERE,
    directives: {
      ...coreWithout("ProtectKernelLogs", "RestrictSUIDSGID"),
      ...NO_ADDRESS,
      RestrictAddressFamilies: LOCAL,
      ProtectProc: "noaccess",
      Delegate: false,
      UMask: "0077",
      RestrictNamespaces: true,
      // It sets the modes of files of others, and FS_IMMUTABLE_FL where a line says so.
      ...without(OF_TASKS, ["FOWNER", "LINUX_IMMUTABLE"]),
      ...refused({ and: ["@cpu-emulation"] }),
    },
  },
  "systemd-tmpfiles-setup-dev": {
    ...ON_HOST,
    directives: {
      // Not ProtectClock, with which it could make no device node.
      ...coreWithout("ProtectClock"),
      ...SECLUDED,
      ...NO_ADDRESS,
      RestrictAddressFamilies: LOCAL,
      RestrictNamespaces: true,
      ...without(OF_TASKS, ["MKNOD"]),
      ...refused({ and: ["@cpu-emulation"] }),
    },
  },
  "systemd-tmpfiles-clean": {
    ...ON_HOST,
    directives: {
      // Not PrivateTmp, PrivateUsers and ProtectHome: it would tidy up nobody's files but its own.
      ...coreWithout("ProtectKernelLogs", "RestrictSUIDSGID"),
      ...SECLUDED,
      ...NO_ADDRESS,
      PrivateNetwork: true,
      RestrictAddressFamilies: LOCAL,
      RestrictNamespaces: true,
      ...without(OF_TASKS, ["FOWNER"]),
      ...refused({ and: ["@cpu-emulation"] }),
    },
  },
  "systemd-journal-catalog-update": {
    ...ON_HOST,
    directives: {
      ...coreWithout(),
      ...SECLUDED,
      PrivateTmp: true,
      PrivateUsers: true,
      RestrictNamespaces: true,
      ...without([...RARE, "SYS_ADMIN", "SYS_TIME"]),
      ...refused({ and: ["@cpu-emulation", "@privileged", "@raw-io"] }),
    },
  },
  "systemd-journal-flush": {
    ...ON_HOST,
    directives: {
      ...coreWithout(),
      ...SECLUDED,
      PrivateUsers: true,
      RestrictNamespaces: true,
      ...without([...RARE, "SYS_ADMIN", "SYS_TIME"]),
      ...refused({ and: ["@cpu-emulation", "@raw-io"] }),
    },
  },
  logrotate: {
    ...ON_HOST,
    directives: {
      // Not PrivateUsers and @privileged: logs belong to others, and stay theirs.
      ...coreWithout("RestrictSUIDSGID"),
      PrivateTmp: true,
      ProtectSystem: "full",
      Delegate: false,
      RestrictNamespaces: true,
      ...without([...RARE, "SYS_ADMIN"], ["FOWNER"]),
      ...refused({ and: ["@cpu-emulation", "@raw-io"], but: ["@resources"] }),
    },
  },
} as const satisfies Partial<Record<HardenedUnit, Hardening>>;
