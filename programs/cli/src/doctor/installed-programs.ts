/** Whether what building and running machines calls is installed, by the Debian package that has it. */

import { type Finding, ok, problem, warning } from "./finding.ts";
import type { Surroundings } from "./machine.ts";

interface Needed {
  /** Of Debian. */
  readonly package: string;
  /** Commands, or absolute paths of files. */
  readonly has: readonly string[];
  /** Set where machines run without it too: what they miss. */
  readonly without?: string;
}

const NEEDED: readonly Needed[] = [
  { package: "apt", has: ["apt-get", "apt-cache", "apt-config"] },
  { package: "bash", has: ["bash"] },
  {
    package: "debian-archive-keyring",
    has: ["/usr/share/keyrings/debian-archive-keyring.gpg"],
  },
  { package: "dpkg", has: ["dpkg-deb"] },
  { package: "e2fsprogs", has: ["mkfs.ext4"] },
  { package: "erofs-utils", has: ["mkfs.erofs"] },
  { package: "iproute2", has: ["ip"] },
  { package: "kmod", has: ["depmod"] },
  { package: "mmdebstrap", has: ["mmdebstrap"] },
  { package: "nftables", has: ["nft"] },
  {
    package: "passt",
    has: ["passt"],
    without: "the machines get no way out to other networks",
  },
  { package: "qemu-system-x86", has: ["qemu-system-x86_64"] },
  { package: "util-linux", has: ["flock", "nsenter", "setpriv", "unshare"] },
  { package: "xz-utils", has: ["xz"] },
  { package: "zstd", has: ["zstd"] },
];

export const INSTALL = "apt-get install -y";

export async function lookAtPrograms(
  surroundings: Surroundings,
): Promise<readonly Finding[]> {
  return Promise.all(NEEDED.map((needed) => lookAt(needed, surroundings)));
}

async function lookAt(
  needed: Needed,
  { machine }: Surroundings,
): Promise<Finding> {
  const { package: name, has, without } = needed;
  const places = await Promise.all(has.map((one) => machine.find(one)));
  const missing = has.filter((_, index) => places[index] === undefined);
  if (missing.length === 0) return ok(name, has.join(", "));
  const fix = `${INSTALL} ${name}`;
  const what = `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not installed`;
  return without === undefined
    ? problem(name, what, fix)
    : warning(name, `${what}: ${without}`, fix);
}

/** Command lines that put right what was found: one installs all packages that are missing. */
export function remedies(findings: readonly Finding[]): readonly string[] {
  const fixes = findings.flatMap(({ fix }) => fix ?? []);
  const installs = fixes.filter((fix) => fix.startsWith(`${INSTALL} `));
  const packages = installs.map((fix) => fix.slice(INSTALL.length + 1));
  const once = new Set(fixes.filter((fix) => !installs.includes(fix)));
  return packages.length === 0
    ? [...once]
    : [`${INSTALL} ${packages.join(" ")}`, ...once];
}
