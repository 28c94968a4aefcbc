/** Certificates that a careful peer must refuse, one fault each: for tests and demonstrations. */

import { type Credential, createAuthority } from "./authority.ts";
import { issueLeaf, type LeafOptions } from "./leaf.ts";

export type LeafFault =
  | "expired"
  | "not-yet-valid"
  | "wrong-authority"
  | "wrong-address";

export const LEAF_FAULTS: readonly LeafFault[] = [
  "expired",
  "not-yet-valid",
  "wrong-authority",
  "wrong-address",
];

/** An address for documentation (RFC 5737), which therefore nobody calls from. */
const NOBODYS_ADDRESS = "192.0.2.99";
const DAY_MS = 86_400_000;

/** The leaf that `options` ask for, but for one fault. */
export async function issueWrongLeaf(
  fault: LeafFault,
  options: LeafOptions,
): Promise<Credential> {
  switch (fault) {
    case "expired":
      return issueLeaf({ ...options, ...days(options.now, -2, -1) });
    case "not-yet-valid":
      return issueLeaf({ ...options, ...days(options.now, 1, 2) });
    case "wrong-address":
      return issueLeaf({ ...options, ipAddresses: [NOBODYS_ADDRESS] });
    case "wrong-authority": {
      const authority = await createAuthority({
        name: "somebody else",
        now: options.now,
      });
      return issueLeaf({ ...options, authority });
    }
  }
}

function days(now: Date, from: number, until: number) {
  return {
    notBefore: new Date(now.getTime() + from * DAY_MS),
    notAfter: new Date(now.getTime() + until * DAY_MS),
  };
}
