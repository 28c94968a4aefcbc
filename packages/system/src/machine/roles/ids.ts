/** The VM that the traffic of the others goes through to be looked at (spec 2.5, 2.25). It has neither an agent nor storage. */

import { byDefault } from "@ghaf/module-system";
import type { PlatformConfig } from "../../options/platform-options.ts";
import type { GuestDefinition } from "../guest.ts";
import { INTERCEPTOR_PAGE_PORT, INTERCEPTOR_PORT } from "../ports.ts";
import { openForRole } from "./openings.ts";

export function idsVm(config: PlatformConfig): GuestDefinition {
  const { ghaf } = config;
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
            ...openForRole(config, INTERCEPTOR_PAGE_PORT, "gui"),
          ]
        : [],
    },
  };
}
