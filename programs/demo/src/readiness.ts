/** Whether this machine can run virtual machines: what `ghaf doctor` says of it. */

import type { Processes } from "./processes.ts";
import { program } from "./programs.ts";

export interface Remark {
  readonly name: string;
  readonly what: string;
  /** A command that helps. */
  readonly fix: string | null;
}

export interface Readiness {
  /** Why it cannot; none: it can. */
  readonly problems: readonly Remark[];
  /** What is missing, but not needed. */
  readonly warnings: readonly Remark[];
}

/** @param stateDir where the device would be */
export async function readiness(
  processes: Processes,
  stateDir: string,
): Promise<Readiness> {
  const command = [program("cli", "ghaf"), "doctor", "-o", "json"];
  const environment = { GHAF_STATE_DIR: stateDir };
  const { stdout, stderr } = await processes.run(command, environment);
  return readFindings(stdout) ?? { problems: [silent(stderr)], warnings: [] };
}

function silent(stderr: string): Remark {
  const what = `cannot say what this machine lacks: ${stderr.trim()}`;
  return { name: "ghaf doctor", what, fix: null };
}

interface Finding extends Remark {
  readonly state: string;
}

/** Undefined for what is no list of findings. */
export function readFindings(json: string): Readiness | undefined {
  try {
    const findings: readonly Finding[] = JSON.parse(json);
    const those = (word: string) =>
      findings
        .filter(({ state }) => state === word)
        .map(({ name, what, fix }) => ({ name, what, fix }));
    return { problems: those("problem"), warnings: those("warning") };
  } catch {
    return undefined;
  }
}
