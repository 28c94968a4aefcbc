/** How much of the machine a VM gets. */

import { narrowed, t } from "@ghaf/module-system";

const MOST_MEBIBYTES = 1_048_576;
const MOST_PROCESSORS = 1024;

/** Not less than a kernel needs to say that it has too little. */
export const guestMemory = narrowed(
  t.integer,
  `a number of MiB from 32 to ${MOST_MEBIBYTES} (a TiB)`,
  (value) => value >= 32 && value <= MOST_MEBIBYTES,
);

/** Memory beyond the first, where none is usual. */
export const extraMemory = narrowed(
  t.integer,
  `a number of MiB from 0 to ${MOST_MEBIBYTES} (a TiB)`,
  (value) => value >= 0 && value <= MOST_MEBIBYTES,
);

export const volumeSize = narrowed(
  t.integer,
  "a number of MiB from 1 to 67108864 (64 TiB)",
  (value) => value >= 1 && value <= 67_108_864,
);

export const processors = narrowed(
  t.integer,
  `a number of processors from 1 to ${MOST_PROCESSORS}`,
  (value) => value >= 1 && value <= MOST_PROCESSORS,
);
