/** Options that take a unit type number. */

import { type UnitType, unitTypeOf } from "@ghaf/client";
import { CliError } from "../../ghaf/cli-error.ts";

/** @throws CliError `usage` for a number that stands for no unit type */
export function requireUnitType(number: number): UnitType {
  const type = unitTypeOf(number);
  if (type !== undefined) return type;
  throw new CliError("usage", `${number} is no unit type; they are 0 to 14`);
}
