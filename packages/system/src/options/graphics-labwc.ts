/** Options of the compositor and its session: `ghaf.graphics.labwc`. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { colour } from "../values/colour.ts";
import { absolutePath } from "../values/file-path.ts";
import {
  lines,
  pointSize,
  themeName,
  windowIdentifier,
} from "../values/line.ts";
import { userName } from "../values/name.ts";
import { timeoutSeconds } from "../values/number.ts";
import { vmName } from "../values/vm-name.ts";
import { onOption } from "./flag.ts";
import { offByDefault } from "./off-by-default.ts";

const frameOptions = {
  identifier: option(windowIdentifier, {
    example: "foot",
    description:
      "The application whose windows are meant, by the identifier that they tell the compositor; `*` stands for any characters.",
  }),
  colour: option(colour, {
    example: "#006305",
    description: "The colour of the frame around those windows.",
  }),
} satisfies OptionTree;

const securityContextOptions = {
  identifier: option(vmName, {
    description:
      "The VM whose windows are meant, by the security context of its waypipe link; a VM cannot choose it.",
  }),
  color: option(colour, {
    example: "#006305",
    description: "The colour of the frame around every window of the VM.",
  }),
} satisfies OptionTree;

const gtkOptions = {
  colorScheme: option(t.oneOf("default", "prefer-dark", "prefer-light"), {
    example: "prefer-dark",
    description: "Whether programs prefer a dark or a light look.",
  }),
  fontName: option(themeName, {
    example: "Cantarell",
    description: "The font of menus, buttons and window titles.",
  }),
  fontSize: option(t.nullOr(pointSize), {
    example: "11",
    description: "The size of that font in points; null: the font's own.",
  }),
  iconTheme: option(themeName, {
    example: "Papirus",
    description: "Where launchers and the panel look for icons by name.",
  }),
  theme: option(themeName, {
    example: "Adwaita",
    description: "How GTK programs draw their controls.",
  }),
} satisfies OptionTree;

export const labwcOptions = {
  enable: offByDefault(
    "Installs the labwc compositor with its panel, theme, lock screen and session, and turns the login manager on.",
  ),
  autolock: {
    enable: onOption(
      "Locks the session of a person who is away; the screen dims before and turns off after.",
    ),
    duration: option(timeoutSeconds, {
      default: 300,
      description:
        "Seconds without input until the session locks. The screen dims at 80 %, turns off at 150 %, and the device suspends at 300 % of it.",
    }),
  },
  autologinUser: option(t.nullOr(userName), {
    default: "ghaf",
    description:
      "The user whose session starts without a password; null: the greeter asks. The account must exist, and release builds refuse it.",
  }),
  extraAutostart: option(lines, {
    default: "",
    description:
      "Shell commands that run at the end of the session's autostart file.",
  }),
  frameColouring: option(t.listOf(t.submodule(frameOptions)), {
    default: [{ identifier: "foot", colour: "#006305" }],
    description: "Frame colours of windows by application.",
  }),
  gtk: option(t.submodule(gtkOptions), {
    default: {
      colorScheme: "prefer-dark",
      fontName: "Cantarell",
      fontSize: "11",
      iconTheme: "Papirus",
      theme: "Adwaita",
    },
    description:
      "Look of GTK programs in the session; also written to the desktop's settings database.",
  }),
  securityContext: option(t.listOf(t.submodule(securityContextOptions)), {
    default: [],
    description:
      "Frame colours of windows by VM. Every application VM with a border colour is added.",
  }),
  wallpaper: option(absolutePath, {
    default: "/usr/share/ghaf/artwork/ghaf-desert-sunset.jpg",
    description:
      "The picture behind all windows, a file that must exist in the image of gui-vm.",
  }),
} satisfies OptionTree;
