/** Whole numbers within bounds. */

import { narrowed, t, worded } from "@ghaf/module-system";

/** A port of an option whose documented type is any integer. */
export const portInteger = narrowed(
  t.integer,
  "a port from 1 to 65535",
  isUsedPort,
);

/** A port; 0, which would mean any, is refused. */
export const usedPort = narrowed(t.port, "a port from 1 to 65535", isUsedPort);

/** A port whose documented type is text. */
export const portAsText = narrowed(
  worded("string", t.either(t.string, t.port)),
  "a port from 1 to 65535, as a number or as text like “9001”",
  (value) => /^[1-9][0-9]{0,4}$/.test(`${value}`) && isUsedPort(Number(value)),
);

/** The range of people's accounts in Debian (login.defs: UID_MIN, UID_MAX). */
export const userId = narrowed(
  t.integer,
  "a user id from 1000 to 60000",
  (value) => value >= 1000 && value <= 60_000,
);

/** Seconds of a timeout. */
export const timeoutSeconds = narrowed(
  t.integer,
  "a number of seconds from 1 to 86400 (a day)",
  (value) => value >= 1 && value <= 86_400,
);

export const memoryMiB = narrowed(
  t.integer,
  "a number of MiB from 1 to 1048576 (a TiB)",
  (value) => value >= 1 && value <= 1_048_576,
);

/** A number of things, 0 included. */
export const count = narrowed(
  t.integer,
  "a number from 0 to 1024",
  (value) => value >= 0 && value <= 1024,
);

/** A physical address. */
export const memoryAddress = narrowed(
  t.string,
  "an address like “0x920000000”: “0x” and at most 16 hexadecimal digits",
  (value) => /^0x[0-9A-Fa-f]{1,16}$/.test(value),
);

function isUsedPort(value: number): boolean {
  return value >= 1 && value <= 65_535;
}
