/** Where Debian packages come from: the mirror that this machine is set up with, in words for another release. */

import { access, readFile } from "node:fs/promises";
import { ImageError } from "../image-error.ts";
import { textOfProgram } from "../program/run-program.ts";

export interface Mirror {
  /** Lines of sources.list, one archive each. */
  readonly sources: readonly string[];
  /** How archives are reached from here (proxies, certificates, checks of dates), as apt configuration. */
  readonly settings: string;
}

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * The mirror of this machine for a release such as "trixie": the archive proper, and the one with
 * security updates when the machine has one. Throws ImageError "no-mirror" without any, or without
 * the keys of Debian.
 */
export async function machineMirror(suite: string): Promise<Mirror> {
  await access(keyring).catch((cause: unknown) => {
    const reason = "is not there: apt-get install debian-archive-keyring";
    throw new ImageError("no-mirror", keyring, reason, { cause });
  });
  const [targets, settings, release] = await Promise.all([
    textOfProgram(listArchives),
    textOfProgram(["apt-config", "dump"]),
    readFile("/etc/os-release", "utf8").catch(() => ""),
  ]);
  return {
    sources: sourcesFor(suite, codenameIn(release), targets),
    settings: reachingSettings(settings),
  };
}

/** Lists what is configured, fetched or not. */
const listArchives = [
  "apt-get",
  "indextargets",
  "--format",
  "$(REPO_URI) $(RELEASE) $(COMPONENT)",
  "Created-By: Packages",
];

function codenameIn(osRelease: string): string {
  return /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(osRelease)?.[1] ?? "";
}

/** `targets`: lines of an address, a release such as "bookworm-security" and a component. */
export function sourcesFor(
  suite: string,
  codename: string,
  targets: string,
): string[] {
  const archives = targets.split("\n").map((line) => line.trim().split(" "));
  const addressOf = (release: string) =>
    archives.find(([, of, part]) => of === release && part === "main")?.[0];
  const main = addressOf(codename);
  if (main === undefined) {
    const where = codename === "" ? "a Debian release" : codename;
    const reason = `apt on this machine has no archive "main" of ${where}`;
    throw new ImageError("no-mirror", suite, reason);
  }
  const line = (address: string, release: string) =>
    `deb [signed-by=${keyring}] ${address} ${release} main`;
  const security = addressOf(`${codename}-security`);
  return security === undefined
    ? [line(main, suite)]
    : [line(main, suite), line(security, `${suite}-security`)];
}

/** Of `apt-config dump`, what tells how archives are reached. */
export function reachingSettings(dump: string): string {
  const kept =
    /^Acquire::(https?::|Check-Valid-Until |Check-Date |Retries ).*;$/i;
  return dump
    .split("\n")
    .filter((line) => kept.test(line) && !line.endsWith('"";'))
    .map((line) => `${line}\n`)
    .join("");
}
