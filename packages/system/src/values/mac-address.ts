/** The Ethernet address of a VM's network interface. */

import { textForm } from "./text-form.ts";

/** For one station and of no manufacturer's range: the two lowest bits of the first byte are 10 (IEEE 802). */
export const vmMacAddress = textForm({
  expected:
    "a locally administered unicast MAC address like “02:00:00:03:11:01” (its second digit is 2, 6, a or e)",
  pattern: /^[0-9a-f][26ae](:[0-9a-f]{2}){5}$/i,
});
