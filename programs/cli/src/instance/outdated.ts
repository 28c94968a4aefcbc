/** VMs that run from something else than what their next start would take. */

import type { InstanceFolder } from "./folders.ts";
import { vmFacts } from "./state.ts";
import type { Revision } from "./write-machines.ts";

/** In the order of `wanted`. A VM that is off is none. */
export async function outdatedVms(
  folder: InstanceFolder,
  wanted: ReadonlyMap<string, Revision>,
): Promise<readonly string[]> {
  const found = await Promise.all(
    [...wanted].map(async ([name, revision]) => {
      const facts = await vmFacts(folder, name);
      const runs = facts !== undefined && facts.phase !== "ended";
      return runs && facts.revision !== revision ? [name] : [];
    }),
  );
  return found.flat();
}
