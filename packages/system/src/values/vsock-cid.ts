/** The numbers by which host and VMs find each other over vsock. */

import { narrowed, t } from "@ghaf/module-system";

/** 0 to 2 are the hypervisor, the loopback and the host; the one after the last means any (vsock(7)). */
const FIRST = 3;
const LAST = 4_294_967_294;

export const guestCid = narrowed(
  t.integer,
  `a vsock CID from ${FIRST} to ${LAST}`,
  isGuestCid,
);

export const automaticOrGuestCid = narrowed(
  t.integer,
  `0 for an automatic CID, or one from ${FIRST} to ${LAST}`,
  (value) => value === 0 || isGuestCid(value),
);

function isGuestCid(value: number): boolean {
  return value >= FIRST && value <= LAST;
}
