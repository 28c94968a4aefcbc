/** The verified identity of a call's peer, as the rooms want it. */

import { callerName, type Peer } from "@ghaf/api/rpc";
import type { Caller } from "./registry/registration.ts";

/** Undefined without a certificate, or with one that names nobody. */
export function callerOf(peer: Peer): Caller | undefined {
  const name = callerName(peer);
  if (name === undefined) return undefined;
  return { name, ipAddresses: peer.certificate?.ipAddresses ?? [] };
}
