/** Options whose value is a number. */

import { InvalidArgumentError } from "commander";

/** Reads a count for commander. @throws InvalidArgumentError below `least` or for no whole number */
export function atLeast(least: number): (untrusted: string) => number {
  return (untrusted) => {
    const value = /^\d{1,9}$/.test(untrusted) ? Number(untrusted) : -1;
    if (value >= least) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least}.`);
  };
}
