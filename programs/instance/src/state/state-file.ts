/** state.json: what others may know of a running instance without asking it; a file replaced whole. */

import { rename, writeFile } from "node:fs/promises";

export type Phase = "starting" | "running" | "stopping" | "ended";

export interface InstanceState {
  readonly version: 1;
  readonly name: string;
  readonly phase: Phase;
  /** Where the server of the control plane is on 127.0.0.1; null: nowhere. */
  readonly port: number | null;
  readonly startedUnixMs: number;
  /** How often the host's agent was started again. */
  readonly agentRestarts: number;
  /** Why it ended, or what it does without. */
  readonly problem: string | null;
}

export const STATE_FILE = "state.json";

export interface StateFile {
  /** Changes what is said; writes follow each other. */
  tell(change: Partial<InstanceState>): Promise<void>;
}

export function stateFile(
  first: InstanceState,
  onError: (error: unknown) => void,
): StateFile {
  let state = first;
  let writing: Promise<void> = Promise.resolve();
  return {
    tell: (change) => {
      state = { ...state, ...change };
      const text = `${JSON.stringify(state)}\n`;
      writing = writing.then(() => replace(text)).catch(onError);
      return writing;
    },
  };
}

async function replace(text: string): Promise<void> {
  await writeFile(`${STATE_FILE}.new`, text, { mode: 0o600 });
  await rename(`${STATE_FILE}.new`, STATE_FILE);
}
