/**
 * What an agent works with after its configuration was read: every field is
 * present, every name and address parsed. `resolveAgentConfig` is its only maker.
 */

import type { Endpoint, TransportStrings } from "../endpoint.ts";
import type { AgentUnit, AppName, UnitName } from "../names.ts";

export interface ResolvedAgentConfig {
  readonly identity: ResolvedIdentity;
  readonly network: ResolvedNetwork;
  /**
   * The units that the agent may control, with the type number each is
   * registered under: `capabilities.services` then the VM units, of which a later
   * one wins. Its own unit and the applications are not in it. Units that do
   * not end in `.service` are, but are never registered.
   */
  readonly units: ReadonlyMap<UnitName, number>;
  /** The manifest; names are unique. */
  readonly applications: readonly ResolvedApplication[];
  /** Optional capabilities that are switched on, in the order of the message. */
  readonly enabled: readonly OptionalCapability[];
  readonly accessControl: ResolvedAccessControl;
  readonly supervisor: ResolvedSupervisor;
  /** What was tolerated, one line each, for the log. */
  readonly warnings: readonly string[];
}

export interface ResolvedIdentity {
  readonly name: string;
  /** `givc-<name>.service`. */
  readonly unit: AgentUnit;
  /** Unit type number of the agent's own entry, 0 to 14. */
  readonly type: number;
  /** Unit type number of the entries in `capabilities.services`, 0 to 14. */
  readonly subType: number;
  /** The unit that this machine is on its host; undefined on the host. */
  readonly parent: UnitName | undefined;
}

export interface ResolvedNetwork {
  /** Where the admin answers. */
  readonly admin: ResolvedTransport;
  /** Where the agent listens, and what it registers. */
  readonly agent: ResolvedTransport;
  /** Paths of the PEM files; undefined when TLS is off. */
  readonly tls: ResolvedTlsPaths | undefined;
}

export interface ResolvedTransport {
  /** TLS server name of whoever listens there; may be empty when TLS is off. */
  readonly name: string;
  readonly endpoint: Endpoint;
  /** The same endpoint in the strings that go into an `admin.TransportConfig`. */
  readonly strings: TransportStrings;
}

/** The fields have the names that the TLS loader of the programs takes. */
export interface ResolvedTlsPaths {
  readonly caCert: string;
  readonly cert: string;
  readonly key: string;
}

/** What kinds of argument an application may be given (specification 3.6). */
export const ARGUMENT_KINDS = ["flag", "url", "file"] as const;
export type ArgumentKind = (typeof ARGUMENT_KINDS)[number];

/**
 * What a second start of an application does. `one`: it hands over to the
 * running instance and ends. `many`: it is an instance of its own. `guess`: the
 * manifest does not say, so the reference's rule decides (specification 3.6),
 * which waits up to 2 s to see whether it ends.
 */
export type Instances = "one" | "many" | "guess";

export interface ResolvedApplication {
  readonly name: AppName;
  /** Program and fixed arguments, split at single spaces by who starts it; never empty. */
  readonly command: string;
  readonly args: readonly ArgumentKind[];
  /** Absolute paths; not empty exactly when `args` has `file`. */
  readonly directories: readonly string[];
  readonly instances: Instances;
}

/** Capabilities of which each is off unless the configuration switches it on. */
export const OPTIONAL_CAPABILITIES = [
  "exec",
  "wifi",
  "ctap",
  "hwid",
  "notifier",
  "eventProxy",
  "socketProxy",
  "policy",
] as const;
export type OptionalCapability = (typeof OPTIONAL_CAPABILITIES)[number];

export interface ResolvedAccessControl {
  readonly enable: boolean;
  /** Empty when none is named. */
  readonly rulesFile: string;
}

export type SupervisorKind = "systemd" | "local";

export interface ResolvedSupervisor {
  readonly kind: SupervisorKind;
  /** The units that the local supervisor runs; names are unique. Unused by systemd. */
  readonly units: readonly ResolvedSupervisedUnit[];
  /** An absolute path, with one log per unit; undefined: units write where the agent does. */
  readonly logFolder: string | undefined;
}

/** A program and its arguments. */
export type SupervisedCommand = readonly [string, ...string[]];

export interface ResolvedSupervisedUnit {
  readonly name: UnitName;
  readonly command: SupervisedCommand;
  readonly autostart: boolean;
  /** Seconds between SIGTERM and SIGKILL: as configured, else 5, `microvm@` units 120. */
  readonly stopTimeoutSec: number;
  /** Lower numbers stop first when the machine goes down. */
  readonly stopOrder: number;
  /** The configured text, else the unit's name. */
  readonly description: string;
  /** It has started when its program was executed, or when it has said READY=1. */
  readonly type: "simple" | "notify";
  /** Seconds that a `notify` unit has until READY=1; 0: as long as it takes. */
  readonly startTimeoutSec: number;
  readonly restart: "no" | "on-failure";
  /** Exit statuses that are a clean end beside 0. */
  readonly successExitStatus: readonly number[];
  /** Exit statuses after which it is started again, whatever `restart` says. */
  readonly restartExitStatus: readonly number[];
  /** What it waits for when it is started with the agent; no unit waits for itself. */
  readonly after: readonly UnitName[];
  /** What freezes and thaws it; undefined: SIGSTOP and SIGCONT. */
  readonly freezer:
    | { readonly freeze: SupervisedCommand; readonly thaw: SupervisedCommand }
    | undefined;
}
