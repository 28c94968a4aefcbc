/** The SystemTools that are installed on this machine. */

import { runTool, type ToolRun } from "../tool/run-tool.ts";
import type { SystemTool, SystemTools } from "./sysinfo.ts";

/** Below the five seconds that a caller waits; they run at the same time. */
const DEADLINE_MS = 3_000;

const RUNS: Readonly<Record<SystemTool, ToolRun>> = {
  "ghaf-version": { tool: "ghaf-version", args: [], deadlineMs: DEADLINE_MS },
  // Tells of the firmware first, and then fails where it may not read the disk.
  bootctl: {
    tool: "bootctl",
    args: ["--no-pager", "status"],
    deadlineMs: DEADLINE_MS,
    anyExitCode: true,
  },
  lsblk: { tool: "lsblk", args: ["-rno", "TYPE"], deadlineMs: DEADLINE_MS },
};

/** @param run runs a program to its end */
export function createInstalledTools(
  run: (run: ToolRun) => Promise<string> = runTool,
): SystemTools {
  return {
    async output(tool) {
      try {
        return await run(RUNS[tool]);
      } catch {
        // Not there, not allowed, too slow: this machine cannot tell.
        return undefined;
      }
    },
  };
}
