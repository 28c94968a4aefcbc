/** The VM that the traffic of the others goes through to be looked at (spec 2.5, 2.25). It has neither an agent nor storage. */

import { byDefault } from "@ghaf/module-system";
import type { PlatformConfig } from "../../options/platform-options.ts";
import type { GuestDefinition } from "../guest.ts";
import { INTERCEPTOR_PAGE_PORT, INTERCEPTOR_PORT } from "../ports.ts";

export function idsVm({ ghaf }: PlatformConfig): GuestDefinition {
  const { mitmproxy } = ghaf.virtualization.microvm.idsvm;
  const debug = ghaf.profiles.debug.enable;
  return {
    microvm: { mem: byDefault(512), vcpu: byDefault(1) },
    packages: [
      "suricata",
      ...(mitmproxy.enable ? ["mitmproxy"] : []),
      ...(debug ? ["tcpdump"] : []),
    ],
    firewall: {
      allow: mitmproxy.enable
        ? [
            { port: INTERCEPTOR_PORT, from: "any" },
            { port: INTERCEPTOR_PAGE_PORT, from: "gui-vm" },
          ]
        : [],
    },
  };
}
