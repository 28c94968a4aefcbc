/**
 * The LocaleControl of a machine with systemd: localectl(1), timedatectl(1),
 * systemctl(1). Debian keeps everybody from changing the locale through localed
 * (its systemd-localed-read-only.conf), and has update-locale(8) instead, which
 * writes the same file and needs root.
 */

import { AgentError } from "../errors.ts";
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
  const setLocale = (settings: LocaleSettings) =>
    call("localectl", "set-locale", ...assignments(settings));
  const updateLocale = async (settings: LocaleSettings) => {
    const args = ["--reset", ...assignments(settings)];
    await run({ tool: "update-locale", args, deadlineMs: DEADLINE_MS });
  };
  return {
    setLocale:
      manager === "user"
        ? setLocale
        : (settings) =>
            withFallback(
              () => setLocale(settings),
              () => updateLocale(settings),
            ),
    setEnvironment: (settings) =>
      call("systemctl", ...whose, "set-environment", ...assignments(settings)),
    setTimezone: (timezone) => call("timedatectl", "set-timezone", timezone),
  };
}

function assignments(settings: LocaleSettings): readonly string[] {
  return [...settings].map(([name, value]) => `${name}=${value}`);
}

/** The failure that counts is that of the second, unless this machine has no second. */
async function withFallback(
  first: () => Promise<void>,
  second: () => Promise<void>,
): Promise<void> {
  try {
    await first();
  } catch (refusal) {
    if (refusal instanceof AgentError && refusal.code === "timeout") {
      throw refusal;
    }
    await second().catch((error: unknown) => {
      const isMissing =
        error instanceof AgentError && error.code === "unavailable";
      throw isMissing ? refusal : error;
    });
  }
}
