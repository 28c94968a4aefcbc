/** Bundles of other options: `ghaf.profiles`. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { offOption } from "./flag.ts";
import { offByDefault } from "./off-by-default.ts";

export const profilesOptions = {
  applications: {
    enable: offByDefault(
      "Turns on the graphics profile and the demo applications.",
    ),
  },
  debug: {
    enable: option(t.boolean, {
      default: true,
      example: true,
      description:
        "A device for developers: user accounts, SSH, diagnostic programs, a serial login and the debug network. Follows `ghaf.build`; never together with the release profile.",
    }),
  },
  graphics: {
    enable: offByDefault(
      "Installs the graphical session of the chosen compositor where the display is.",
    ),
    compositor: option(t.oneOf("labwc"), {
      default: "labwc",
      description: "The compositor of the session.",
    }),
    renderer: option(t.oneOf("vulkan", "pixman", "gles2"), {
      default: "gles2",
      description:
        "What the compositor draws with; `pixman` needs no graphics hardware.",
    }),
  },
  "host-hardening": {
    enable: offByDefault("Turns on Secure Boot for the host."),
  },
  "kernel-hardening": {
    enable: offOption(
      "Turns on the hardened kernels of host and guests with all their parts.",
      { origin: "tag" },
    ),
  },
  release: {
    enable: offByDefault(
      "A device for its users: accounts only, nothing for developers. Follows `ghaf.build`; never together with the debug profile.",
    ),
  },
} satisfies OptionTree;
