/** The fake keeps the contract as far as states go. */

import { FakeUnits } from "./fake-units.ts";
import { unitsContract } from "./units-contract.ts";

const program = (command: readonly string[]) =>
  command.length === 1 ? "missing" : "runs";

unitsContract("in memory", "words", async (defined) => {
  const units = new FakeUnits({
    program,
    units: defined.map((unit) => ({
      ...unit,
      program: program(unit.command),
    })),
  });
  return {
    units,
    outside: { kind: "states", exit: (unit, code) => units.exit(unit, code) },
    end: () => units.close(),
  };
});
