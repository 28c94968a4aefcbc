/**
 * The contract of the Units port, through its front door only: every adapter
 * runs it unchanged, and what an adapter does beyond it is tested beside it.
 */

import { after, before, describe, test } from "node:test";
import { knownUnits } from "./contract/known-units.ts";
import { processes } from "./contract/processes.ts";
import { readiness } from "./contract/readiness.ts";
import { restarts } from "./contract/restarts.ts";
import { Rig } from "./contract/rig.ts";
import type { MakeSubject } from "./contract/subject.ts";
import { transientUnits } from "./contract/transient-units.ts";

/**
 * Declares the suite; at its end nothing that it started may be left.
 * @param programs whether they are real processes or words, of which only states are known
 */
export function unitsContract(
  name: string,
  programs: "processes" | "words",
  makeSubject: MakeSubject,
): void {
  const suites = [knownUnits, transientUnits];
  if (programs === "processes") suites.push(processes, readiness, restarts);
  describe(`units contract: ${name}`, () => {
    const rig = new Rig();
    before(() => rig.begin(makeSubject));
    after(() => rig.end());
    for (const tests of suites) {
      for (const [states, run] of Object.entries(tests)) {
        test(states, async () => {
          try {
            await run(rig);
          } catch (error) {
            await rig.clear();
            throw error;
          }
        });
      }
    }
  });
}
