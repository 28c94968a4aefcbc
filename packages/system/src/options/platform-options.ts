/** All options of the platform under their dotted paths, group by group. */

import type { OptionTree, ValueOf } from "@ghaf/module-system";
import { bootOptions } from "./boot.ts";
import { checksOptions } from "./checks.ts";
import { developmentOptions } from "./development.ts";
import { deviceOptions } from "./device.ts";
import { firewallOptions } from "./firewall.ts";
import { givcOptions } from "./givc.ts";
import { graphicsOptions } from "./graphics.ts";
import { guestOptions } from "./guest.ts";
import { hardwareOptions } from "./hardware.ts";
import { hostOptions } from "./host.ts";
import { imageBuilderOptions } from "./image-builder.ts";
import { kernelOptions } from "./kernel.ts";
import { loggingOptions } from "./logging.ts";
import { namespacesOptions } from "./namespaces.ts";
import { networkingOptions } from "./networking.ts";
import { profilesOptions } from "./profiles.ts";
import { qemuOptions } from "./qemu.ts";
import { referenceOptions } from "./reference.ts";
import { securityOptions } from "./security.ts";
import { servicesOptions } from "./services.ts";
import { shmOptions } from "./shm.ts";
import { systemdOptions } from "./systemd.ts";
import { usersOptions } from "./users.ts";
import { virtualizationOptions } from "./virtualization.ts";

export const platformOptions = {
  ghaf: {
    ...deviceOptions,
    boot: bootOptions,
    checks: checksOptions,
    development: developmentOptions,
    firewall: firewallOptions,
    givc: givcOptions,
    graphics: graphicsOptions,
    guest: guestOptions,
    hardware: hardwareOptions,
    host: hostOptions,
    imageBuilder: imageBuilderOptions,
    kernel: kernelOptions,
    logging: loggingOptions,
    namespaces: namespacesOptions,
    networking: networkingOptions,
    profiles: profilesOptions,
    qemu: qemuOptions,
    reference: referenceOptions,
    security: securityOptions,
    services: servicesOptions,
    shm: shmOptions,
    systemd: systemdOptions,
    users: usersOptions,
    virtualization: virtualizationOptions,
  },
} as const satisfies OptionTree;

type Declared = (typeof platformOptions)["ghaf"];
type Evaluated = ValueOf<GhafOptions>;

// Interfaces, because compilers and editors call them by their names; a type alias would be
// written out, with all of its options.
/** The tree of options below `ghaf`. */
export interface GhafOptions extends Declared {}

/** The whole tree of options. */
export interface PlatformTree {
  readonly ghaf: GhafOptions;
}

/** What the options below `ghaf` evaluate to. */
export interface GhafConfig extends Evaluated {}

/** The final configuration of a device, as computed values, conditions and checks read it. */
export interface PlatformConfig {
  readonly ghaf: GhafConfig;
}
