/** A whole device, evaluated: every field present, nothing left to decide but what allocation decides. */

import type { PlatformConfig } from "../options/platform-options.ts";
import { type ControlPlane, controlPlaneOf } from "./control-plane.ts";
import { type Desktop, desktopOf } from "./desktop.ts";
import { type Device, deviceOf } from "./device.ts";
import { frozenCopy } from "./frozen-copy.ts";
import { type Host, hostOf } from "./host.ts";
import { type Logging, loggingOf } from "./logging.ts";
import { type Network, networkOf } from "./network.ts";
import type { Vm } from "./vm.ts";

export interface System {
  /** Of the platform, and of the reference whose options these are. */
  readonly version: string;
  readonly compatVersion: string;
  readonly build: Build;
  readonly layout: Layout;
  readonly device: Device;
  readonly host: Host;
  readonly network: Network;
  readonly controlPlane: ControlPlane | null;
  readonly logging: Logging | null;
  readonly desktop: Desktop | null;
  /** By name. */
  readonly vms: readonly Vm[];
}

export type Build = "debug" | "release";
export type Layout = "default" | "headless" | "host-only" | "native";

/** What a system is made from. */
export interface SystemParts {
  readonly config: PlatformConfig;
  readonly vms: readonly Vm[];
  /** Where logs go outside of the device; null: nowhere. */
  readonly logServer: string | null;
}

/** @throws OptionFailure when an option that is needed has a problem */
export function systemOf({ config, vms, logServer }: SystemParts): System {
  const { ghaf } = config;
  return frozenCopy({
    version: ghaf.version,
    compatVersion: ghaf.compatVersion,
    build: ghaf.build,
    layout: ghaf.layout,
    device: deviceOf(config),
    host: hostOf(config),
    network: networkOf(config),
    controlPlane: controlPlaneOf(config),
    logging: loggingOf(config, logServer),
    desktop: desktopOf(config),
    vms: [...vms].sort((a, b) => (a.name < b.name ? -1 : 1)),
  });
}
