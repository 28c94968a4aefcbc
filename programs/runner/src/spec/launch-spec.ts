/** A launch specification after its check: everything that is optional or loose in the file is decided here. */

import type { VmName } from "@ghaf/api";

export type Accelerator = "kvm" | "tcg";

export interface LaunchSpec {
  readonly vm: VmName;
  /** Best first, each accelerator once, never empty. */
  readonly variants: readonly [Variant, ...Variant[]];
  /** Empty: the VM has no initial RAM disk. */
  readonly initrds: readonly string[];
  readonly volumes: readonly Volume[];
  readonly taps: readonly Tap[];
  readonly controlSocket: string;
  readonly runnerSocket: string;
  readonly consoleLog: string;
  /** Milliseconds; undefined: no limit. */
  readonly readyTimeoutMs: number | undefined;
  readonly stop: StopTimes;
  readonly memoryMib: number;
  /** Account that QEMU runs as; undefined: the runner's own. */
  readonly user: string | undefined;
  /** Names in the state directory of sockets that QEMU connects to. */
  readonly sockets: readonly string[];
  readonly shares: readonly Share[];
  /** Undefined: it has none. */
  readonly tpm: Tpm | undefined;
}

export interface Variant {
  readonly accelerator: Accelerator;
  /** The slots are those of slots.ts. */
  readonly argv: readonly [string, ...string[]];
}

export interface Volume {
  readonly file: string;
  /** What is made when the file is absent; undefined: it must be there. */
  readonly made: NewVolume | undefined;
}

export interface NewVolume {
  readonly sizeMib: number;
  readonly format:
    | { readonly kind: "none" }
    | { readonly kind: "ext4"; readonly label: string };
}

export interface Tap {
  /** At most 15 characters, as the kernel has it. */
  readonly name: string;
  readonly bridge: string;
  readonly multiQueue: boolean;
}

/** A directory of the host that the VM sees through virtiofsd. */
export interface Share {
  readonly tag: string;
  /** Absolute, or relative to the state directory. */
  readonly source: string;
  readonly readOnly: boolean;
  /** As QEMU calls it. */
  readonly socket: string;
  /** Undefined: as many as the machine has processors. */
  readonly threads: number | undefined;
  /** Undefined: as virtiofsd does it by itself. */
  readonly fileHandles: FileHandles | undefined;
  readonly extraArgs: readonly string[];
}

/** Whether virtiofsd keeps files by handle instead of open. */
export type FileHandles = "never" | "prefer" | "mandatory";

/** A TPM 2.0 that swtpm plays. */
export interface Tpm {
  /** As QEMU calls it. */
  readonly socket: string;
  /** Name of the folder in the state directory with what it keeps. */
  readonly state: string;
}

/** Milliseconds that a step of a stop gets; 0 leaves it out. */
export interface StopTimes {
  readonly poweroffMs: number;
  readonly acpiMs: number;
  readonly termMs: number;
}
