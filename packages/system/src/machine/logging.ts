/** Where journals go (spec 2.15). */

import type { PlatformConfig } from "../options/platform-options.ts";

export interface Logging {
  /** Where machines push their journals to; admin-vm collects there. */
  readonly endpoint: string;
  /** Where the collector in admin-vm listens. */
  readonly listener: { readonly address: string; readonly port: number };
  /** A log server outside; null: journals stay in admin-vm. */
  readonly server: string | null;
}

/** Null: journals stay where they are written. */
export function loggingOf(
  { ghaf }: PlatformConfig,
  server: string | null,
): Logging | null {
  const { client, listener } = ghaf.logging;
  if (!client.enable) return null;
  return {
    endpoint: client.endpoint,
    listener: { address: listener.address, port: listener.port },
    server,
  };
}
