/** Which parts of systemd the host has, when it runs VMs (spec 4.2, rows 31 and 34). */

import { when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { derived } from "../precedence.ts";

export const systemdRules = defineModule({
  ghaf: {
    systemd: when((c) => c.ghaf.virtualization["microvm-host"].enable, {
      enable: derived(true),
      withName: derived("host-systemd"),
      boot: { enable: derived(true) },
      withPolkit: derived(true),
      withRepart: derived(true),
      withFido2: derived(true),
      withCryptsetup: derived(true),
      withLocaled: derived(true),
      withHardenedConfigs: derived(true),
      withAudit: (c) => derived(isDebug(c)),
      withSerial: (c) => derived(isDebug(c)),
      withDebug: (c) => derived(isDebug(c)),
      withTpm2Tss: (c) => derived(c.ghaf.hardware.x86_64.common.enable),
      withTimesyncd: (c) => derived(hasNetwork(c)),
      withNss: (c) => derived(hasNetwork(c)),
      withResolved: (c) => derived(hasNetwork(c)),
      // What is signed comes with its own loader.
      withBootloader: (c) => derived(!c.ghaf.host.secureboot.enable),
    }),
  },
});

function isDebug({ ghaf }: PlatformConfig): boolean {
  return ghaf.profiles.debug.enable;
}

function hasNetwork({ ghaf }: PlatformConfig): boolean {
  return ghaf.virtualization["microvm-host"].networkSupport;
}
