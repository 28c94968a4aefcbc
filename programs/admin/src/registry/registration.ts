/**
 * Who may register what. A claim is what a peer says of itself; `admit` turns it
 * into a row or refuses it. Conversion and its texts: specification 2.5 and 1.14;
 * binding to the certificate: docs, "Identity and registration".
 */

import {
  agentUnit,
  type Endpoint,
  normalizeIp,
  parseEndpoint,
  parseUnitName,
  quote,
  type TransportStrings,
  type UnitName,
  type UnitStatus,
  vmOfUnit,
} from "@ghaf/api";
import { AdminError } from "../errors.ts";
import {
  type Entry,
  isHostOnly,
  type Source,
  type UnitType,
  unitType,
} from "./entry.ts";
import { clipStatus } from "./entry-facts.ts";

/** A registration as it arrived. */
export interface UntrustedClaim {
  readonly name: string;
  readonly parent: string;
  readonly type: number;
  readonly transport:
    | (TransportStrings & { readonly name: string })
    | undefined;
  readonly status: UnitStatus | undefined;
}

/** The verified facts of who is calling; absent without a certificate. */
export interface Caller {
  readonly name: string;
  readonly ipAddresses: readonly string[];
}

export interface RegistrationRules {
  /** First DNS name of the host agent's certificate. */
  readonly hostAgent: string;
  /** Hold claims against the caller's certificate. False without TLS, or when told so. */
  readonly bound: boolean;
}

/** Who makes a claim, how, and by which rules it is judged. */
export interface Circumstances {
  readonly caller: Caller | undefined;
  readonly rules: RegistrationRules;
  readonly source: Source;
}

interface Claim {
  readonly unit: UnitName;
  readonly parent: string;
  readonly type: UnitType;
  readonly endpoint: Endpoint;
  readonly serverName: string;
  readonly status: UnitStatus;
}

/**
 * The row that a claim asks for.
 * @throws ApiError, or AdminError `invalid-request`, for a malformed claim;
 * `no-identity` or `denied` for one that the caller's certificate does not cover
 */
export function admit(
  untrusted: UntrustedClaim,
  { caller, rules, source }: Circumstances,
): Entry {
  const claim = readClaim(untrusted);
  if (rules.bound) checkIdentity(claim, caller, rules.hostAgent);
  const agent = ownerOfClaim(claim);
  if (claim.unit === agent && claim.type.service !== "Mgr") {
    throw invalid(`${claim.unit} is the agent itself`, untrusted.name);
  }
  return {
    agent,
    unit: claim.unit,
    type: claim.type,
    status: claim.status,
    placement: {
      kind: "endpoint",
      address: { endpoint: claim.endpoint, serverName: claim.serverName },
      vm: vmOfUnit(claim.parent) ?? "",
      source,
    },
  };
}

/** The reference converts Type, State, Transport in this order; so do its texts come. */
function readClaim(untrusted: UntrustedClaim): Claim {
  const type = unitType(untrusted.type);
  if (type === undefined) {
    throw invalid(
      `Unknown u32 value for UnitType: ${untrusted.type}`,
      untrusted.type,
    );
  }
  if (untrusted.status === undefined) throw invalid("status missing");
  if (untrusted.transport === undefined) throw invalid("endpoint missing");
  const endpoint = parseEndpoint(untrusted.transport);
  const unit = parseUnitName(untrusted.name);
  return {
    unit,
    parent: untrusted.parent,
    type,
    endpoint,
    serverName: untrusted.transport.name,
    status: { ...clipStatus(untrusted.status), name: unit },
  };
}

function checkIdentity(
  claim: Claim,
  caller: Caller | undefined,
  hostAgent: string,
): asserts caller is Caller {
  if (caller === undefined) {
    throw new AdminError("no-identity", "No peer certificate");
  }
  if (claim.serverName !== caller.name) {
    throw denied(
      caller,
      `cannot register with the transport name ${quote(claim.serverName)}`,
    );
  }
  checkAddress(claim.endpoint, caller);
  checkParent(claim, caller);
  if (claim.type.service === "Mgr" && claim.unit !== ownUnit(caller)) {
    throw denied(
      caller,
      `cannot register the agent ${claim.unit}; its own is ${ownUnit(caller)}`,
    );
  }
  if (isHostOnly(claim.type) && caller.name !== hostAgent) {
    throw denied(
      caller,
      `cannot register ${claim.type.vm} ${claim.type.service} units; only ${hostAgent} can`,
    );
  }
}

function checkAddress(endpoint: Endpoint, caller: Caller): void {
  if (endpoint.kind !== "tcp") return;
  const address = normalizeIp(endpoint.host);
  if (caller.ipAddresses.some((own) => normalizeIp(own) === address)) return;
  throw denied(
    caller,
    `cannot register the address ${quote(endpoint.host)}; its certificate has ${caller.ipAddresses.join(", ") || "none"}`,
  );
}

/** A service's parent is its agent; an agent's is its VM. Both may be left empty. */
function checkParent(claim: Claim, caller: Caller): void {
  const allowed: string[] = ["", `microvm@${caller.name}.service`];
  if (claim.type.service !== "Mgr") allowed.push(ownUnit(caller));
  if (allowed.includes(claim.parent)) return;
  throw denied(
    caller,
    `cannot register below ${quote(claim.parent)}; its VM is microvm@${caller.name}.service`,
  );
}

function ownUnit(caller: Caller): UnitName {
  return agentUnit(caller.name);
}

/** Bound or not, what an agent registers carries the agent's own transport. */
function ownerOfClaim(claim: Claim): UnitName {
  if (claim.type.service === "Mgr") return claim.unit;
  return agentUnit(claim.serverName);
}

function invalid(message: string, value?: unknown): AdminError {
  return new AdminError("invalid-request", message, { value });
}

function denied(caller: Caller, what: string): AdminError {
  return new AdminError("denied", `${quote(caller.name)} ${what}`, {
    value: caller.name,
  });
}
