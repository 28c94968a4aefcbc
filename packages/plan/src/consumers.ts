/** Who reads each artifact, and which test hands it to that reader: an artifact without a row here is a mistake (machine-design 2). */

import { HOST_NAME } from "@ghaf/system";
import type { Artifact } from "./artifacts/artifact.ts";

/** When a change is felt: as soon as it is written, with a restart of the unit that reads it, of the VM, or of the host. */
export type Effect = "at once" | "unit restart" | "VM restart" | "host restart";

export interface Consumer {
  /** Of the absolute path. */
  readonly path: RegExp;
  readonly reader: string;
  /** When the host follows a change of its file. */
  readonly onHost: Effect;
  /** From the top of the tree. */
  readonly test: string;
}

const JUDGED = "tests/src/plan/judged.test.ts";
const BOOTED = "tests/src/systemd/planned-machine.test.ts";
const READ = "packages/plan/src/artifacts/read-back.test.ts";

export const CONSUMERS: readonly Consumer[] = [
  {
    path: /^\/var\/lib\/microvms\/[a-z0-9-]+\/spec\.json$/,
    reader: "ghaf-runner, which hands the argument list to QEMU",
    onHost: "VM restart",
    test: "tests/src/plan/qemu.test.ts",
  },
  {
    path: /^\/etc\/givc-agent\/config\.json$/,
    reader: "givc-agent",
    onHost: "unit restart",
    test: READ,
  },
  {
    path: /^\/etc\/givc-admin\/config\.json$/,
    reader: "givc-admin",
    onHost: "unit restart",
    test: READ,
  },
  {
    path: /^\/etc\/hosts$/,
    reader: "the C library, hosts(5)",
    onHost: "at once",
    test: JUDGED,
  },
  {
    path: /^\/etc\/resolv\.conf$/,
    reader: "the C library, resolv.conf(5)",
    onHost: "at once",
    test: BOOTED,
  },
  {
    path: /^\/etc\/systemd\/resolved\.conf\.d\/50-ghaf\.conf$/,
    reader: "systemd-resolved of Debian's package systemd-resolved",
    onHost: "unit restart",
    test: BOOTED,
  },
  {
    path: /^\/etc\/ghaf\/dhcp\.conf$/,
    reader: "dnsmasq of Debian's package dnsmasq-base",
    onHost: "VM restart",
    test: "tests/src/plan/dhcp.test.ts",
  },
  {
    path: /^\/etc\/nftables\.conf$/,
    reader: "nftables.service of Debian's package nftables",
    onHost: "unit restart",
    test: JUDGED,
  },
  {
    path: /^\/etc\/sysctl\.d\/50-ghaf-[a-z]+\.conf$/,
    reader: "systemd-sysctl of Debian's package systemd",
    onHost: "unit restart",
    test: JUDGED,
  },
  {
    path: /^\/etc\/systemd\/network\/10-[a-z0-9]+\.(netdev|network)$/,
    reader: "systemd-networkd of Debian's package systemd",
    onHost: "unit restart",
    test: JUDGED,
  },
  {
    path: /^\/etc\/systemd\/system\/(microvm@\.service|microvms\.target|(microvm@[a-z0-9-]+\.service|multi-user\.target)\.d\/50-ghaf\.conf)$/,
    reader: "systemd of the host",
    onHost: "unit restart",
    test: JUDGED,
  },
  {
    path: /^\/etc\/systemd\/system\/[^/]+\.service\.d\/50-ghaf-hardened\.conf$/,
    reader: "systemd of the machine",
    onHost: "unit restart",
    test: "tests/src/systemd/hardened.test.ts",
  },
  {
    path: /^\/etc\/systemd\/system\/[^/]+(\.d\/[56]0-ghaf(-[^/]+)?\.conf)?$/,
    reader: "systemd of the machine",
    onHost: "unit restart",
    test: BOOTED,
  },
  {
    path: /^\/etc\/systemd\/(system|journald)\.conf\.d\/50-ghaf\.conf$/,
    reader: "systemd and systemd-journald of the machine",
    onHost: "unit restart",
    test: BOOTED,
  },
  {
    path: /^\/etc\/tmpfiles\.d\/50-ghaf-[a-z]+\.conf$/,
    reader: "systemd-tmpfiles of Debian's package systemd",
    onHost: "unit restart",
    test: BOOTED,
  },
  {
    path: /^\/etc\/(sysusers\.d\/50-ghaf\.conf|credstore\/passwd\.plaintext-password\.[a-z0-9_-]+)$/,
    reader: "systemd-sysusers of Debian's package systemd",
    onHost: "unit restart",
    test: BOOTED,
  },
  {
    path: /^\/etc\/sudoers\.d\/50-ghaf$/,
    reader: "sudo of Debian's package sudo",
    onHost: "at once",
    test: BOOTED,
  },
  {
    path: /^\/etc\/ssh\/(sshd_config\.d\/50-ghaf\.conf|authorized_keys\.d\/[a-z0-9_-]+)$/,
    reader: "sshd of Debian's package openssh-server",
    onHost: "unit restart",
    test: BOOTED,
  },
  {
    path: /^\/etc\/ghaf\/storage$/,
    reader: "the guest's init, packages/image/guest/initrd/storage",
    onHost: "VM restart",
    test: "tests/src/vm/storage.test.ts",
  },
  {
    path: /^\/etc\/fstab$/,
    reader: "systemd-fstab-generator of Debian's package systemd",
    onHost: "VM restart",
    test: JUDGED,
  },
  {
    path: /^\/etc\/kernel\/cmdline$/,
    reader: "kernel-install of Debian's package systemd",
    onHost: "host restart",
    test: BOOTED,
  },
  {
    path: /^\/etc\/initramfs-tools\/modules$/,
    reader: "mkinitramfs of Debian's package initramfs-tools",
    onHost: "host restart",
    test: BOOTED,
  },
  {
    path: /^\/etc\/modules-load\.d\/50-ghaf\.conf$/,
    reader: "systemd-modules-load of Debian's package systemd",
    onHost: "unit restart",
    test: BOOTED,
  },
];

/** Whatever the person who wrote a guest module put it there for. */
const GUEST_MODULE: Consumer = {
  path: /^\//,
  reader: "what the guest module has it for",
  onHost: "VM restart",
  test: BOOTED,
};

/** @returns undefined for an artifact that nobody reads */
export function consumerOf({ path, by }: Artifact): Consumer | undefined {
  if (by === "guest module") return GUEST_MODULE;
  return CONSUMERS.find((consumer) => consumer.path.test(path));
}

/** A VM gets its files when it starts. @returns undefined for an artifact that nobody reads */
export function effectOf(artifact: Artifact): Effect | undefined {
  return artifact.system === HOST_NAME
    ? consumerOf(artifact)?.onHost
    : "VM restart";
}
