/** Stops units by their order: lower numbers first, equal ones at the same time. */

import type { LocalUnit } from "./local-unit.ts";

/** @param onError told of a unit that would not stop; the others are stopped all the same */
export async function stopInOrder(
  units: readonly LocalUnit[],
  onError: (unit: LocalUnit, error: unknown) => void,
): Promise<void> {
  const orders = new Set(units.map((unit) => unit.definition.stopOrder));
  for (const order of [...orders].sort((one, other) => one - other)) {
    const together = units.filter(
      (unit) => unit.definition.stopOrder === order,
    );
    await Promise.all(
      together.map((unit) =>
        unit.stop().catch((error: unknown) => onError(unit, error)),
      ),
    );
  }
}
