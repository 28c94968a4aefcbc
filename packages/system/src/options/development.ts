/** Options that help developers and have no place on a product: `ghaf.development`. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { absolutePath } from "../values/file-path.ts";
import { offByDefault } from "./off-by-default.ts";

export const developmentOptions = {
  debug: {
    tools: {
      enable: offByDefault(
        "Installs the diagnostic programs of the architecture (buses, disks, network, performance, sound) on the host and gives audio-vm ALSA support.",
      ),
    },
  },
  "nix-setup": {
    enable: offByDefault(
      "Accepted for old configurations and without effect: the base is Debian, which has no Nix to set up.",
    ),
    nixpkgs: option(t.nullOr(absolutePath), {
      default: null,
      description:
        "Accepted for old configurations and without effect, as the rest of this group.",
    }),
  },
  ssh: {
    daemon: {
      enable: offByDefault(
        "Runs an SSH server on the host and in the VMs, and opens TCP port 22 where a firewall is on.",
      ),
    },
  },
  "usb-serial": {
    enable: offByDefault(
      "Offers a login on the host's first USB serial adapter, `ttyUSB0`, at 115200 baud as soon as it is plugged in.",
    ),
  },
} satisfies OptionTree;
