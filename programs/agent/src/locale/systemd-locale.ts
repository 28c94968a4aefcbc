/** The LocaleControl of a machine with systemd: localectl(1), timedatectl(1), systemctl(1). */

import { runTool, type ToolRun } from "../tool/run-tool.ts";
import type { LocaleControl, LocaleSettings } from "./locale-control.ts";

/** Below the five seconds that a caller waits, so that it learns the reason. */
const DEADLINE_MS = 4_000;
/** Nobody is there to answer. */
const UNATTENDED = "--no-ask-password";

export interface SystemdLocaleOptions {
  /** Whose environment is set: that of the system manager or of the user's. */
  readonly manager: "system" | "user";
  /** Runs a program to its end. */
  readonly run?: (run: ToolRun) => Promise<string>;
}

export function createSystemdLocale(
  options: SystemdLocaleOptions,
): LocaleControl {
  const { manager, run = runTool } = options;
  const whose = manager === "user" ? ["--user"] : [];
  const call = async (tool: string, ...args: readonly string[]) => {
    await run({
      tool,
      args: [UNATTENDED, ...args],
      deadlineMs: DEADLINE_MS,
    });
  };
  return {
    setLocale: (settings) =>
      call("localectl", "set-locale", ...assignments(settings)),
    setEnvironment: (settings) =>
      call("systemctl", ...whose, "set-environment", ...assignments(settings)),
    setTimezone: (timezone) => call("timedatectl", "set-timezone", timezone),
  };
}

function assignments(settings: LocaleSettings): readonly string[] {
  return [...settings].map(([name, value]) => `${name}=${value}`);
}
