/** The ports of `ghaf`: everything outside of it that it touches. `main.ts` hands in the real ones, tests their own. */

import type { CredentialFiles } from "../connection/credentials.ts";
import type { Environment } from "../connection/environment.ts";
import type { Connection } from "../connection/open.ts";
import type { ResolvedConnection } from "../connection/resolve.ts";

export interface Output {
  /** Resolves when the other end can take more; rejects with EPIPE when it is gone. */
  write(text: string): Promise<void>;
  /** Somebody is looking, so colours make sense. */
  readonly isTerminal: boolean;
}

export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Relative paths of the command line start here. */
  readonly folder: string;
  readonly files: CredentialFiles;
  now(): Date;
  connect(to: ResolvedConnection): Promise<Connection>;
  /** The way to the admin of a device that runs here; undefined when there is none. */
  device(env: Environment): Promise<ResolvedConnection | undefined>;
  /** A command of ghaf-runner, at this terminal. @param timeoutMs ends it. @returns its exit status */
  runner(words: readonly string[], timeoutMs?: number): Promise<number>;
}
