/**
 * The names that new application instances get: `<app>@<n>.service` with the
 * smallest free n from 0, counted over all VMs. A number is taken from the
 * moment it is reserved, so that two starts at once never get the same one.
 */

import { type AppName, appUnit, type UnitName } from "@ghaf/api";

export interface Reservation {
  readonly unit: UnitName;
  /** Gives the name back; by then the registry holds it if it runs. */
  release(): void;
}

export class InstanceNumbers {
  readonly #reserved = new Set<UnitName>();
  readonly #isTaken: (unit: UnitName) => boolean;

  constructor(isTaken: (unit: UnitName) => boolean) {
    this.#isTaken = isTaken;
  }

  reserve(app: AppName): Reservation {
    let number = 0;
    let unit = appUnit(app, number);
    while (this.#reserved.has(unit) || this.#isTaken(unit)) {
      number += 1;
      unit = appUnit(app, number);
    }
    this.#reserved.add(unit);
    return { unit, release: () => this.#reserved.delete(unit) };
  }
}
