/**
 * The applications that this machine offers, as the agent asks for them: by name,
 * by unit, by pattern. Its rules (specification 3.6 item 4) were applied when the
 * configuration was resolved.
 */

import {
  type AppName,
  parseAppInstance,
  quote,
  type UnitName,
} from "@ghaf/api";
import type { ResolvedApplication } from "@ghaf/api/config";
import { AgentError } from "../errors.ts";

export interface Manifest {
  readonly names: readonly AppName[];
  /** Patterns of the units of every instance, fnmatch(3). Names have no wildcards. */
  readonly patterns: readonly string[];
  /** The application that a unit is a numbered instance of. */
  ofUnit(unit: string): ResolvedApplication | undefined;
  /**
   * What a caller asks to be started, checks 1 and 2 of specification 3.6.
   * @throws AgentError `not-found` or `invalid-request`
   */
  readLaunch(untrustedUnit: string): LaunchTarget;
}

export interface LaunchTarget {
  readonly application: ResolvedApplication;
  readonly unit: UnitName;
}

const LAUNCH_NAME = /^[A-Za-z0-9_-]+@[A-Za-z0-9_-]+\.service$/;
const UNIT_MAX = 255;

export function createManifest(
  applications: readonly ResolvedApplication[],
): Manifest {
  const byName = new Map<string, ResolvedApplication>(
    applications.map((application) => [application.name, application]),
  );
  return {
    names: applications.map(({ name }) => name),
    patterns: applications.map(({ name }) => `${name}@*.service`),
    ofUnit: (unit) => byName.get(parseAppInstance(unit)?.app ?? ""),
    readLaunch(untrustedUnit) {
      const name = untrustedUnit.split("@", 1)[0] ?? "";
      const application = byName.get(name);
      if (application === undefined) {
        const text = `application not found in manifest: ${quote(name)}`;
        throw refused("not-found", text, name);
      }
      if (untrustedUnit.length > UNIT_MAX || !LAUNCH_NAME.test(untrustedUnit)) {
        const text = "failure parsing application name";
        throw refused("invalid-request", text, untrustedUnit);
      }
      return { application, unit: untrustedUnit as UnitName };
    },
  };
}

/** Program and arguments of an application: its command, cut at every single space. */
export function commandOf(
  application: ResolvedApplication,
): readonly [string, ...string[]] {
  const [program = "", ...fixed] = application.command.split(" ");
  return [program, ...fixed];
}

function refused(
  code: "not-found" | "invalid-request",
  message: string,
  value: string,
): AgentError {
  return new AgentError(code, message, { value });
}
