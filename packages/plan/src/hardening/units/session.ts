/** Units that people's sessions hang on: the bus, logins, and the managers of accounts. */

import type { HardenedUnit } from "@ghaf/system";
import { NETWORK, OF_TASKS, RARE, without } from "../capability-sets.ts";
import {
  coreWithout,
  filtered,
  LOCAL,
  NO_ADDRESS,
  refused,
  SECLUDED,
} from "../core.ts";
import { broughtBy, EVERYWHERE, type Hardening } from "../hardening.ts";

export const sessionUnits = {
  dbus: {
    ...EVERYWHERE,
    directives: {
      ...coreWithout(),
      ...NO_ADDRESS,
      IPAccounting: true,
      PrivateTmp: true,
      PrivateDevices: true,
      ProtectHome: true,
      ProtectSystem: "full",
      ReadOnlyPaths: ["/"],
      DeviceAllow: [
        { device: "/dev/null", access: "rw" },
        { device: "/dev/urandom", access: "r" },
      ],
      UMask: "0077",
      RestrictAddressFamilies: LOCAL,
      RestrictNamespaces: true,
      LimitMEMLOCK: 0,
      // AUDIT_WRITE, which Debian's unit gives it, is the one that it has; it needs no others of the kernel's.
      CapabilityBoundingSet: {
        only: ["SETGID", "SETUID", "SETPCAP", "SYS_RESOURCE", "AUDIT_WRITE"],
      },
      ...filtered({
        only: ["@system-service"],
        without: [
          ...(["@chown", "@clock", "@cpu-emulation", "@debug"] as const),
          ...(["@module", "@mount", "@obsolete", "@raw-io"] as const),
          ...(["@reboot", "@resources", "@swap"] as const),
          ...(["memfd_create", "mincore", "mlock", "mlockall"] as const),
          "personality",
        ],
      }),
    },
  },
  "systemd-user-sessions": {
    ...EVERYWHERE,
    directives: {
      ...coreWithout(),
      ...NO_ADDRESS,
      PrivateNetwork: true,
      PrivateTmp: true,
      PrivateUsers: true,
      RestrictAddressFamilies: LOCAL,
      ProtectProc: "noaccess",
      Delegate: false,
      UMask: "0077",
      RestrictNamespaces: true,
      ...without(OF_TASKS),
      ...refused({ and: ["@cpu-emulation", "@privileged"] }),
    },
  },
  "user-runtime-dir@": {
    ...EVERYWHERE,
    directives: {
      // It mounts what all others must see: nothing here may need a mount namespace.
      NoNewPrivileges: true,
      ProtectHostname: true,
      ProtectClock: true,
      LockPersonality: true,
      MemoryDenyWriteExecute: true,
      RestrictRealtime: true,
      ...NO_ADDRESS,
      RestrictAddressFamilies: LOCAL,
      Delegate: false,
      RestrictNamespaces: true,
      ...without(
        [
          ...[...RARE, ...NETWORK],
          ...(["WAKE_ALARM", "SYS_NICE", "AUDIT_CONTROL"] as const),
        ],
        ["FOWNER"],
      ),
      ...refused({
        and: ["@cpu-emulation", "@privileged", "@raw-io"],
        but: ["@clock", "@module", "@mount"],
      }),
    },
  },
  "user@": {
    ...EVERYWHERE,
    directives: {
      // What it sets holds for all programs of the person. Browsers put their pages into namespaces of
      // their own, which takes RestrictNamespaces=no and a whole /proc; shares of the host are below /tmp;
      // screens and sound are devices; and in PrivateUsers nobody else's file has an owner.
      NoNewPrivileges: true,
      ProtectHostname: true,
      RestrictRealtime: true,
      RestrictSUIDSGID: true,
      UMask: "0077",
      ...without([
        ...(["SYS_PACCT", "WAKE_ALARM", "LINUX_IMMUTABLE"] as const),
        ...(["SYS_TTY_CONFIG", "SYS_BOOT", "SYS_CHROOT", "LEASE"] as const),
        ...(["MKNOD", "SYS_PTRACE", "SYS_NICE", "NET_ADMIN"] as const),
        "AUDIT_CONTROL",
      ]),
      ...filtered({
        without: ["@clock", "@debug", "@module", "@obsolete", "@swap"],
      }),
    },
  },
  ssh: {
    ...broughtBy("openssh-server"),
    directives: {
      // Its sessions inherit all of it: whoever logs in becomes root by sudo, and finds devices and /tmp.
      ...coreWithout(
        ...(["NoNewPrivileges", "RestrictSUIDSGID"] as const),
        ...(["ProtectClock", "MemoryDenyWriteExecute"] as const),
      ),
      RestrictAddressFamilies: { without: ["AF_PACKET"] },
      ProtectProc: "invisible",
      RestrictNamespaces: { without: ["cgroup", "uts"] },
      ...without(
        [...RARE, "BLOCK_SUSPEND"],
        ["SYS_BOOT", "SYS_CHROOT", "KILL"],
      ),
      ...filtered({
        without: [
          ...(["@clock", "@cpu-emulation", "@debug", "@module"] as const),
          ...(["@obsolete", "@raw-io", "@swap"] as const),
        ],
      }),
    },
  },
  auditd: {
    ...broughtBy("auditd"),
    directives: {
      ...coreWithout(),
      ...SECLUDED,
      ...NO_ADDRESS,
      PrivateTmp: true,
      ProtectHome: true,
      RestrictNamespaces: true,
      // It sends its messages as it was told to, in the network of the kernel's audit system, and more urgently than others work.
      ...without([...RARE, ...NETWORK, "SYS_ADMIN"]),
      ...refused({ and: ["@privileged"], but: ["@resources"] }),
    },
  },
} as const satisfies Partial<Record<HardenedUnit, Hardening>>;
