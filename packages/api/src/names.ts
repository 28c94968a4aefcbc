/**
 * The names that cross the boundary between machines: units, VMs, application
 * instances and agents. Each is a branded string that only its parser makes, so
 * that a function taking a `UnitName` cannot be handed what a peer sent.
 * Grammar: systemd.unit(5) "Unit file names" and control-plane specification 0.2.
 */

import { ApiError, quote } from "./errors.ts";

declare const brand: unique symbol;
type Branded<B extends string> = string & { readonly [brand]: B };

/** A complete systemd unit name, `sshd.service` or `microvm@app-vm.service`; never a template (`microvm@.service`). */
export type UnitName = Branded<"UnitName">;
/** A VM, as in `microvm@<vm>.service`. */
export type VmName = Branded<"VmName">;
/** An application of a manifest, `firefox`. */
export type AppName = Branded<"AppName">;
/** The unit of an agent, `givc-<name>.service`: the agent's key everywhere. */
export type AgentUnit = UnitName & Branded<"AgentUnit">;

/** One running instance of an application: `<app>@<instance>.service`. */
export interface AppInstance {
  readonly app: AppName;
  readonly instance: number;
  readonly unit: UnitName;
}

const UNIT_TYPES =
  "service|socket|target|device|mount|automount|swap|timer|path|slice|scope";
const UNIT = new RegExp(
  `^[A-Za-z0-9:_.\\\\-]+(@[A-Za-z0-9:_.\\\\-]+)?\\.(${UNIT_TYPES})$`,
);
/** systemd refuses longer names (UNIT_NAME_MAX, 256 with the final zero). */
const UNIT_MAX = 255;
const LABEL = /^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$/;
const LABEL_MAX = 64;
const INSTANCE = /^(.+)@([0-9]{1,10})\.service$/;
const LARGEST_INSTANCE = 2_147_483_647;

/** @throws ApiError `invalid-name` */
export function parseUnitName(untrusted: string): UnitName {
  if (untrusted.length === 0) throw invalid("unit name", untrusted, "is empty");
  if (untrusted.length > UNIT_MAX) {
    throw invalid("unit name", untrusted, `is longer than ${UNIT_MAX} bytes`);
  }
  if (!UNIT.test(untrusted)) {
    throw invalid(
      "unit name",
      untrusted,
      "must be letters, digits, `:_.-\\` with one optional `@` before an instance, and end in a unit type such as `.service`",
    );
  }
  return untrusted as UnitName;
}

/** @throws ApiError `invalid-name` */
export function parseVmName(untrusted: string): VmName {
  return parseLabel("VM name", untrusted) as VmName;
}

/** @throws ApiError `invalid-name` */
export function parseAppName(untrusted: string): AppName {
  return parseLabel("application name", untrusted) as AppName;
}

/** `microvm@<vm>.service`, the unit that is the VM on its host. */
export function vmUnit(vm: VmName): UnitName {
  return `microvm@${vm}.service` as UnitName;
}

/** The VM of a `microvm@<vm>.service`, or undefined for any other unit. */
export function vmOfUnit(unit: string): VmName | undefined {
  const name = /^microvm@(.+)\.service$/.exec(unit)?.[1];
  return name !== undefined && isLabel(name) ? (name as VmName) : undefined;
}

/** `givc-<name>.service` of the agent with that transport name. @throws ApiError `invalid-name` */
export function agentUnit(untrustedName: string): AgentUnit {
  return `givc-${parseLabel("agent name", untrustedName)}.service` as AgentUnit;
}

/** `<app>@<instance>.service`. */
export function appUnit(app: AppName, instance: number): UnitName {
  return `${app}@${instance}.service` as UnitName;
}

/**
 * Splits at the last `@`, as the control plane does everywhere.
 * @returns undefined when the name is not an application instance
 */
export function parseAppInstance(untrusted: string): AppInstance | undefined {
  const found = INSTANCE.exec(untrusted);
  const app = found?.[1];
  const instance = Number(found?.[2]);
  if (app === undefined || !isLabel(app) || instance > LARGEST_INSTANCE) {
    return undefined;
  }
  return { app: app as AppName, instance, unit: untrusted as UnitName };
}

function parseLabel(what: string, untrusted: string): string {
  if (untrusted.length === 0) throw invalid(what, untrusted, "is empty");
  if (untrusted.length > LABEL_MAX) {
    throw invalid(what, untrusted, `is longer than ${LABEL_MAX} characters`);
  }
  if (!LABEL.test(untrusted)) {
    throw invalid(
      what,
      untrusted,
      "must be letters, digits, `_`, `-` and `.`, beginning and ending with a letter or digit",
    );
  }
  return untrusted;
}

function isLabel(text: string): boolean {
  return text.length <= LABEL_MAX && LABEL.test(text);
}

function invalid(what: string, untrusted: string, reason: string): ApiError {
  return new ApiError(
    "invalid-name",
    `${what} ${quote(untrusted)} ${reason}`,
    untrusted,
  );
}
