/**
 * The checks between options that every evaluation makes (spec 4.5). One that reads an option with a problem of its own is left out.
 *
 * Not decidable on a description alone, and therefore not here:
 *
 * | Row | What | Why |
 * | --- | --- | --- |
 * | 5 | processors against threads | no option says how many threads the machine has |
 * | 7 | other members of an IOMMU group | the groups are known on the machine only; `hardware scan` lists them |
 * | 12 | keys of Secure Boot | they are files on the disk of the one who builds the image |
 * | 14 | drop-ins of units that are not installed | known when the image is there |
 * | 16 | what the waypipe of an image can do | known when the image is there |
 * | 17 | swtpm on the host | a package of the host, which `ghaf up`, `ghaf doctor` and the runner ask for |
 * | 19 | whether the log endpoint is reachable | decided on the generated rules of the packet filter |
 * | 21 | a value that equals its default | needs definitions instead of values, option by option |
 * | 26 | size of the image | known when packages are resolved |
 *
 * Rows 3, 20 and 22 are what the types of options refuse.
 */

import { type Module, module } from "@ghaf/module-system";
import type {
  PlatformConfig,
  platformOptions,
} from "../options/platform-options.ts";
import { accountChecks } from "./account-checks.ts";
import { appVmChecks } from "./app-vm-checks.ts";
import { architectureChecks } from "./architecture-checks.ts";
import { buildVariantChecks } from "./build-variant.ts";
import { dhcpChecks } from "./dhcp-checks.ts";
import { hardwareChecks } from "./hardware-checks.ts";
import { hostTableChecks } from "./host-table.ts";
import { hotplugChecks } from "./hotplug-checks.ts";
import { kernelChecks } from "./kernel-checks.ts";
import { layoutChecks } from "./layout-checks.ts";
import { portChecks } from "./port-checks.ts";
import { releaseChecks } from "./release-rules.ts";
import { serviceChecks } from "./service-checks.ts";
import { systemdChecks } from "./systemd-checks.ts";
import { transportChecks } from "./transport-checks.ts";
import { vmReferenceChecks } from "./vm-references.ts";

export { checkMachines } from "./check-machines.ts";

/** Imported by the platform. */
export const platformChecks: Module = module<
  typeof platformOptions,
  PlatformConfig
>({
  checks: [
    ...buildVariantChecks,
    ...releaseChecks,
    ...layoutChecks,
    ...serviceChecks,
    ...appVmChecks,
    ...vmReferenceChecks,
    ...hostTableChecks,
    ...dhcpChecks,
    ...hardwareChecks,
    ...hotplugChecks,
    ...architectureChecks,
    ...kernelChecks,
    ...portChecks,
    ...transportChecks,
    ...systemdChecks,
    ...accountChecks,
  ],
});
