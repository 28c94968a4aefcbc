/** Who reads each artifact, and which test hands it to that reader: an artifact without a row here is a mistake (machine-design 2). */

import type { Artifact } from "./artifacts/artifact.ts";

export interface Consumer {
  /** Of the absolute path. */
  readonly path: RegExp;
  readonly reader: string;
  /** From the top of the tree. */
  readonly test: string;
}

const JUDGED = "tests/src/plan/judged.test.ts";
const READ = "packages/plan/src/artifacts/read-back.test.ts";

export const CONSUMERS: readonly Consumer[] = [
  {
    path: /^\/var\/lib\/microvms\/[a-z0-9-]+\/spec\.json$/,
    reader: "ghaf-runner, which hands the argument list to QEMU",
    test: "tests/src/plan/qemu.test.ts",
  },
  {
    path: /^\/etc\/givc-agent\/config\.json$/,
    reader: "givc-agent",
    test: READ,
  },
  {
    path: /^\/etc\/givc-admin\/config\.json$/,
    reader: "givc-admin",
    test: READ,
  },
  {
    path: /^\/etc\/hosts$/,
    reader: "the C library, hosts(5)",
    test: JUDGED,
  },
  {
    path: /^\/etc\/nftables\.conf$/,
    reader: "nftables.service of Debian's package nftables",
    test: JUDGED,
  },
  {
    path: /^\/etc\/sysctl\.d\/50-ghaf-[a-z]+\.conf$/,
    reader: "systemd-sysctl of Debian's package systemd",
    test: JUDGED,
  },
  {
    path: /^\/etc\/systemd\/network\/10-[a-z0-9]+\.(netdev|network)$/,
    reader: "systemd-networkd of Debian's package systemd",
    test: JUDGED,
  },
  {
    path: /^\/etc\/systemd\/system\/(microvm@\.service|microvms\.target|(microvm@[a-z0-9-]+\.service|multi-user\.target)\.d\/50-ghaf\.conf)$/,
    reader: "systemd of the host",
    test: JUDGED,
  },
];

/** @returns undefined for an artifact that nobody reads */
export function consumerOf({ path }: Artifact): Consumer | undefined {
  return CONSUMERS.find((consumer) => consumer.path.test(path));
}
