/** The system versions of the host and the way to a new one (control-plane specification 1.2, 2.13). */

import type {
  Generation as GenerationMessage,
  SetGenerationResponse,
} from "@ghaf/api/proto/admin/admin";

export interface Generation {
  readonly generation: number;
  readonly date: string;
  readonly nixosVersion: string;
  readonly kernelVersion: string;
  readonly configurationRevision: string;
  readonly specialisations: readonly string[];
  /** True for the one that is booted next. */
  readonly current: boolean;
  readonly storePath: string;
}

/** Where a new version is pinned. */
export interface CachixUpdate {
  readonly pin: string;
  readonly cache: string;
  readonly cachixHost?: string | undefined;
  /** Secret. */
  readonly token?: string | undefined;
}

/** One step of an update under way: a piece of its output, or its end. */
export interface UpdateProgress {
  readonly finished: boolean;
  readonly output: string | null;
  readonly error: string | null;
}

export function readGeneration(message: GenerationMessage): Generation {
  return {
    generation: message.Generation,
    date: message.Date,
    nixosVersion: message.NixosVersion,
    kernelVersion: message.KernelVersion,
    configurationRevision: message.ConfigurationRevision,
    specialisations: message.Specialisations,
    current: message.Current,
    storePath: message.StorePath,
  };
}

export function writeCachixUpdate(update: CachixUpdate) {
  return {
    Pin: update.pin,
    Cache: update.cache,
    ...(update.cachixHost === undefined
      ? {}
      : { CachixHost: update.cachixHost }),
    ...(update.token === undefined ? {} : { Token: update.token }),
  };
}

export function readUpdateProgress(
  message: SetGenerationResponse,
): UpdateProgress {
  return {
    finished: message.Finished,
    output: message.Output ?? null,
    error: message.Error ?? null,
  };
}
