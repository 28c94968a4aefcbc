/** The ports of `givc-cli`: everything outside of it that it touches. `main.ts` hands in the real ones, tests their own. */

import type { CredentialFiles } from "../connection/credentials.ts";
import type { Connection } from "../connection/open.ts";
import type { ResolvedConnection } from "../connection/resolve.ts";

export interface Output {
  /** Resolves when the other end can take more; rejects with EPIPE when it is gone. */
  write(chunk: string | Uint8Array): Promise<void>;
}

export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Of this machine. */
  readonly hostname: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly files: CredentialFiles;
  connect(to: ResolvedConnection): Promise<Connection>;
  /** GET over plain HTTP. @returns the body of a 200. @throws CliError `failed` */
  httpGet(url: URL, signal: AbortSignal): Promise<string>;
  /** Resolves after that many milliseconds, or at once when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}
