/** Which services run follows from which system VMs are there (spec 4.2, rows 8 to 10). */

import { defineModule } from "../define-system.ts";
import { hasSystemVm, type SystemVmRole } from "../machine/enabled-vms.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { derived } from "../precedence.ts";

/** The VMs that have devices, which may need firmware. */
const WITH_DEVICES: readonly SystemVmRole[] = ["net", "gui", "audio"];

export const serviceRules = defineModule({
  ghaf: {
    virtualization: {
      microvm: {
        netvm: { wifi: (c) => derived(hasSystemVm(c, "net") && hasWifi(c)) },
        audiovm: { audio: (c) => derived(hasSystemVm(c, "audio")) },
        guivm: {
          fprint: (c) => derived(hasSystemVm(c, "gui")),
          yubikey: (c) => derived(hasSystemVm(c, "gui")),
        },
      },
    },
    services: {
      audio: {
        enable: (c) => derived(c.ghaf.virtualization.microvm.audiovm.audio),
      },
      bluetooth: {
        enable: (c) => derived(c.ghaf.virtualization.microvm.audiovm.audio),
      },
      wifi: {
        enable: (c) => derived(c.ghaf.virtualization.microvm.netvm.wifi),
      },
      fprint: {
        enable: (c) => derived(c.ghaf.virtualization.microvm.guivm.fprint),
      },
      yubikey: {
        enable: (c) => derived(c.ghaf.virtualization.microvm.guivm.yubikey),
      },
      desktop: { enable: (c) => derived(hasSystemVm(c, "gui")) },
      xdgopener: { enable: (c) => derived(hasSystemVm(c, "gui")) },
      firmware: {
        enable: (c) =>
          derived(WITH_DEVICES.some((role) => hasSystemVm(c, role))),
      },
    },
  },
});

/** A definition names network devices as the kernel would: `wlp0s5f0` is wireless. */
function hasWifi({ ghaf }: PlatformConfig): boolean {
  const { pciDevices } = ghaf.hardware.definition.network;
  return pciDevices.some(({ name }) => name?.startsWith("wl") === true);
}
