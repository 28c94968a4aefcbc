/** Options that say what is built: its layout, kind and version, at the top of `ghaf`. */

import { type OptionTree, option, t, worded } from "@ghaf/module-system";

export const deviceOptions = {
  layout: option(t.oneOf("default", "headless", "host-only", "native"), {
    default: "default",
    description:
      "Which machines there are: `default` all that are enabled, `headless` without gui-vm, `host-only` the host without VMs, `native` everything on the host.",
    origin: "ours",
  }),
  build: option(t.oneOf("debug", "release"), {
    default: "debug",
    description:
      "For developers or for users. Decides the build profile; a release build refuses known passwords and open doors.",
    origin: "ours",
  }),
  version: option(worded("string (read only)", t.string), {
    default: "0.1.0",
    readOnly: true,
    description:
      "The version of this platform, which stands in `os-release` and in the names of images.",
  }),
  compatVersion: option(worded("string (read only)", t.string), {
    default: "24.09.4",
    readOnly: true,
    description:
      "The version of the reference platform whose options these are.",
    origin: "ours",
  }),
} satisfies OptionTree;
