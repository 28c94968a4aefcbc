/** Where packages would come from: what apt is set up with. Nothing is asked over the network. */

import { type Finding, ok, problem, warning } from "./finding.ts";
import type { Surroundings } from "./machine.ts";

const NAME = "package sources";
const LISTS = "/var/lib/apt/lists";

export async function lookAtPackageSources({
  machine,
}: Surroundings): Promise<readonly Finding[]> {
  if ((await machine.find("apt-get")) === undefined) {
    const what = "no apt: images are made of Debian packages";
    return [problem(NAME, what, null)];
  }
  try {
    const sources = await machine.packageSources();
    return [
      ok(NAME, sources.map(addressIn).join(", ")),
      ...(await lists(machine)),
    ];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // Which mirror is this machine's owner's choice (sources.list(5)).
    const fix = "sensible-editor /etc/apt/sources.list && apt-get update";
    return [problem(NAME, reason, fix)];
  }
}

/** What apt-get would install from. */
async function lists(
  machine: Surroundings["machine"],
): Promise<readonly Finding[]> {
  const names = await machine.list(LISTS);
  if (names.some((name) => name.includes("_Packages"))) return [];
  const what = "apt has no lists yet: it cannot install anything";
  return [warning("package lists", what, "apt-get update")];
}

/** Of a line of sources.list. */
function addressIn(line: string): string {
  return line.split(" ").find((word) => word.includes("://")) ?? line;
}
