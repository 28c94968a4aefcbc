/** A VM of the device that runs here whose processors stand still, which its admin cannot know. */

import type { Environment } from "../connection/environment.ts";
import { localMachine } from "./local-machine.ts";
import { vmFacts } from "./state.ts";

/** @returns what was heard last of a VM that stands still, such as that its disk is full; undefined: it runs, is off, or is none of this machine's */
export async function standstillOf(
  vm: string,
  env: Environment,
): Promise<string | undefined> {
  try {
    const { folder, name } = await localMachine(vm, env);
    const facts = await vmFacts(folder, name);
    return facts?.phase === "paused" ? facts.status : undefined;
  } catch {
    // Whoever does the work says what is wrong with the name.
    return undefined;
  }
}
