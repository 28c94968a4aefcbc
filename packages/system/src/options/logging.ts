/** Options of where logs go: `ghaf.logging`. */

import { type OptionTree, option } from "@ghaf/module-system";
import { hostAddress, httpUrl } from "../values/address.ts";
import { absolutePathText } from "../values/file-path.ts";
import { usedPort } from "../values/number.ts";
import { offOption } from "./flag.ts";

export const loggingOptions = {
  client: {
    enable: offOption(
      "Sends the journals of the host and of all VMs to the collector in admin-vm.",
    ),
    endpoint: option(httpUrl, {
      description:
        "The push URL of the collector. Follows from the listener's address and port unless defined.",
    }),
  },
  listener: {
    address: option(hostAddress, {
      description:
        "Where the collector in admin-vm listens: a host name of the device or an address.",
    }),
    port: option(usedPort, {
      default: 9999,
      description:
        "The TCP port of the collector, opened in the firewall of admin-vm.",
    }),
  },
  server: {
    endpoint: option(httpUrl, {
      description:
        "The push URL of a log server outside of the device. Undefined: logs stay in admin-vm.",
      origin: "tag",
    }),
    identifierFilePath: option(absolutePathText, {
      description:
        "A file in admin-vm whose content labels all logs of this device on the log server.",
      origin: "tag",
    }),
  },
} satisfies OptionTree;
