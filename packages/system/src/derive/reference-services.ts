/** The services of the reference that net-vm provides (spec 4.2, rows 11 and 35). */

import { defineModule } from "../define-system.ts";
import { hasSystemVm, hasVm, vmName } from "../machine/enabled-vms.ts";
import { derived } from "../precedence.ts";
import { knownAddress } from "./vm-address.ts";

const CHAT = vmName("comms");
/** What every VM calls its interface of the internal network. */
const INTERNAL_INTERFACE = "ethint0";

export const referenceServiceRules = defineModule({
  ghaf: {
    reference: {
      services: {
        "dendrite-pinecone": {
          enable: (c) => {
            const { enable, dendrite } = c.ghaf.reference.services;
            return derived(enable && dendrite && hasSystemVm(c, "net"));
          },
          externalNic: (c) => {
            const [wan] = c.ghaf.hardware.definition.network.pciDevices;
            return derived(wan?.name ?? "");
          },
          internalNic: derived(INTERNAL_INTERFACE),
          serverIpAddr: (c) =>
            derived(hasVm(c, CHAT) ? (knownAddress(c, CHAT) ?? "") : ""),
        },
        "proxy-server": {
          enable: (c) => {
            const services = c.ghaf.reference.services;
            return derived(
              services.enable &&
                services["proxy-business"] &&
                hasSystemVm(c, "net"),
            );
          },
        },
      },
    },
  },
});
