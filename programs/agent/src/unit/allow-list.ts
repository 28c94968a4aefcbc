/**
 * Which units a caller may name at all: the agent's own, the configured ones, and
 * the numbered instances of both and of the applications (specification 3.5).
 */

import { ApiError, parseUnitName, quote, type UnitName } from "@ghaf/api";
import { AgentError } from "../errors.ts";

export interface AllowListOptions {
  readonly own: UnitName;
  readonly units: Iterable<UnitName>;
  /** Names of the manifest: `<app>@<digits>.service` is allowed for each. */
  readonly applications: Iterable<string>;
}

export interface AllowList {
  /**
   * Turns what a caller named into a unit that the agent may touch.
   * @throws AgentError `invalid-request` for what is no unit name, `not-allowed` for the others
   */
  check(untrustedName: string): UnitName;
}

const INSTANCE = /^(.+)@[0-9]+\.service$/;

/** Everything is looked up in sets that are made here once. */
export function createAllowList(options: AllowListOptions): AllowList {
  const exact = new Set<string>([options.own, ...options.units]);
  const templates = new Set<string>([...exact, ...options.applications]);
  const allowed = (name: string) =>
    exact.has(name) || templates.has(INSTANCE.exec(name)?.[1] ?? "");
  return {
    check(untrustedName) {
      const unit = parse(untrustedName);
      if (!allowed(unit)) {
        throw new AgentError("not-allowed", "unit is not whitelisted", {
          value: unit,
        });
      }
      return unit;
    },
  };
}

function parse(untrustedName: string): UnitName {
  try {
    return parseUnitName(untrustedName);
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    throw new AgentError(
      "invalid-request",
      `incorrect input, must be unit name: ${quote(untrustedName)}`,
      { value: untrustedName, cause },
    );
  }
}
