/** What a kernel is told and which modules it loads, of the host or of a VM. */

import type { PlatformConfig } from "../options/platform-options.ts";

export interface KernelSettings {
  /** Words of the command line, in order. */
  readonly params: readonly string[];
  /** Loaded in the initrd. */
  readonly initrdModules: readonly string[];
  /** Loaded once the root file system is there. */
  readonly modules: readonly string[];
}

/** A kernel's settings as they are configured. */
type KernelConfig =
  PlatformConfig["ghaf"]["hardware"]["definition"]["gpu"]["kernelConfig"];

export const NO_KERNEL_SETTINGS: KernelSettings = {
  params: [],
  initrdModules: [],
  modules: [],
};

/** Later ones are appended; a module is listed once. */
export function kernelSettings(
  ...configs: readonly KernelConfig[]
): KernelSettings {
  return {
    params: configs.flatMap(({ kernelParams }) => kernelParams),
    initrdModules: unique(
      configs.flatMap(({ stage1 }) => stage1.kernelModules),
    ),
    modules: unique(configs.flatMap(({ stage2 }) => stage2.kernelModules)),
  };
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}
