/** Which Debian mirror this machine is set up with, asked of apt itself, in words for another release. */

import { MachineError } from "./machine-error.ts";

/** One archive of the machine's apt configuration. */
export interface AptArchive {
  readonly uri: string;
  /** As configured, such as "bookworm" or "bookworm-security". */
  readonly release: string;
  readonly component: string;
}

/** The command whose output `parseArchives` reads; it lists what is configured, fetched or not. */
export const listArchives = [
  "apt-get",
  "indextargets",
  "--format",
  "$(REPO_URI) $(RELEASE) $(COMPONENT)",
  "Created-By: Packages",
] as const;

/** Reads the lines of `listArchives`. */
export function parseArchives(output: string): AptArchive[] {
  return output
    .split("\n")
    .map((line) => line.trim().split(" "))
    .flatMap(([uri, release, component]) =>
      uri && release && component ? [{ uri, release, component }] : [],
    );
}

/**
 * The source lines of `suite` on the mirrors that the machine has for its own `codename`: the
 * archive proper, and the security archive when there is one. Throws MachineError "root" when
 * the machine has no such archive.
 */
export function sourceLines(
  archives: readonly AptArchive[],
  codename: string,
  suite: string,
): string[] {
  const uriOf = (release: string) =>
    archives.find(
      (archive) => archive.release === release && archive.component === "main",
    )?.uri;
  const main = uriOf(codename);
  if (!main) {
    throw new MachineError(
      "root",
      suite,
      `apt on this machine has no archive "main" of ${codename || "a Debian release"}`,
    );
  }
  const security = uriOf(`${codename}-security`);
  return [
    `deb ${main} ${suite} main`,
    ...(security ? [`deb ${security} ${suite}-security main`] : []),
  ];
}

/** How apt on this machine reaches archives (proxies, certificates, checks of dates), to be told to another apt. */
export function acquireOptions(aptConfigDump: string): string {
  const kept =
    /^Acquire::(https?::|Check-Valid-Until |Check-Date |Retries ).*;$/i;
  return aptConfigDump
    .split("\n")
    .filter((line) => kept.test(line) && !line.endsWith('"";'))
    .map((line) => `${line}\n`)
    .join("");
}
