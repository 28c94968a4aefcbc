/** Units that make the networks of a machine. */

import type { HardenedUnit } from "@ghaf/system";
import { NETWORK, RARE, without } from "../capability-sets.ts";
import {
  coreWithout,
  filtered,
  NETWORKED,
  NO_ADDRESS,
  refused,
  SECLUDED,
} from "../core.ts";
import {
  broughtBy,
  EVERYWHERE,
  type Hardening,
  ON_HOST,
} from "../hardening.ts";

export const networkUnits = {
  nftables: {
    ...EVERYWHERE,
    directives: {
      ...coreWithout(),
      ...SECLUDED,
      ...NO_ADDRESS,
      PrivateDevices: true,
      RestrictNamespaces: true,
      ...without([...RARE, "SYS_ADMIN"]),
      ...refused({ and: ["@cpu-emulation", "@privileged"] }),
    },
  },
  "systemd-networkd-wait-online": {
    ...ON_HOST,
    directives: {
      ...coreWithout(),
      ...SECLUDED,
      ...NO_ADDRESS,
      PrivateTmp: true,
      PrivateUsers: true,
      RestrictNamespaces: true,
      ...without([...RARE, ...NETWORK, "SYS_ADMIN"]),
      ...refused({ and: ["@privileged"] }),
    },
  },
  NetworkManager: {
    ...broughtBy("network-manager"),
    directives: {
      // It sets what the kernel does with an interface in /proc/sys/net.
      ...coreWithout("ProtectControlGroups", "ProtectKernelTunables"),
      PrivateTmp: true,
      ProtectHome: true,
      ProtectSystem: "strict",
      ReadWritePaths: [
        ...(["-/etc/NetworkManager", "-/etc/resolv.conf"] as const),
        ...(["-/var/lib/NetworkManager", "/run"] as const),
      ],
      ProtectProc: "invisible",
      RestrictAddressFamilies: NETWORKED,
      // Tunnels and radio switches are devices.
      DeviceAllow: [
        { device: "/dev/net/tun", access: "rw" },
        { device: "/dev/rfkill", access: "rw" },
      ],
      // Those of Debian's unit but SYS_MODULE; the reference's three could not set an address.
      CapabilityBoundingSet: {
        only: [
          ...NETWORK.filter((one) => one !== "NET_BROADCAST"),
          ...(["DAC_OVERRIDE", "SETUID", "SETGID"] as const),
          ...(["SYS_CHROOT", "AUDIT_WRITE", "KILL"] as const),
        ],
      },
      ...filtered({
        only: ["@system-service", "@privileged"],
        without: ["@clock", "@module", "@raw-io", "@reboot", "@swap"],
      }),
    },
  },
  "NetworkManager-dispatcher": {
    ...broughtBy("network-manager"),
    directives: {
      ...coreWithout("NoNewPrivileges"),
      ...NO_ADDRESS,
      PrivateTmp: true,
      PrivateUsers: true,
      ProtectProc: "noaccess",
      Delegate: false,
      UMask: "0077",
      RestrictAddressFamilies: NETWORKED,
      RestrictNamespaces: true,
      ...without([...RARE, ...NETWORK, "SYS_ADMIN"]),
      ...refused({ and: ["@privileged"] }),
    },
  },
  wpa_supplicant: {
    ...broughtBy("wpasupplicant", "network-manager"),
    directives: {
      ...coreWithout("ProtectControlGroups"),
      PrivateTmp: true,
      ProtectHome: true,
      ProtectSystem: "strict",
      // Where its control socket is.
      ReadWritePaths: ["/run"],
      ProtectProc: "invisible",
      // Not PrivateDevices, in which there is no radio switch.
      DeviceAllow: [{ device: "/dev/rfkill", access: "rw" }],
      RestrictAddressFamilies: NETWORKED,
      ...without(RARE),
      ...refused(),
    },
  },
  dnsmasq: {
    ...broughtBy("dnsmasq"),
    directives: {
      ...coreWithout("ProtectControlGroups"),
      PrivateTmp: true,
      PrivateDevices: true,
      ProtectHome: true,
      ProtectSystem: true,
      ProtectProc: "invisible",
      RestrictAddressFamilies: NETWORKED,
      ...without(RARE),
      ...refused(),
    },
  },
} as const satisfies Partial<Record<HardenedUnit, Hardening>>;
