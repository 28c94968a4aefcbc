/** Options of the disk image: `ghaf.imageBuilder`. */

import { type OptionTree, option, t } from "@ghaf/module-system";

export const imageBuilderOptions = {
  compression: option(t.oneOf("none", "zstd"), {
    default: "zstd",
    description:
      "How the image file is compressed: `zstd` writes `.raw.zst`, `none` writes `.raw`.",
    origin: "tag",
  }),
} satisfies OptionTree;
