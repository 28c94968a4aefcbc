/** Options of what a person sees: `ghaf.graphics`. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { programOrCommand } from "../values/argument.ts";
import { iconName, line, title } from "../values/line.ts";
import { vmLabel } from "../values/name.ts";
import { offOption } from "./flag.ts";
import { labwcOptions } from "./graphics-labwc.ts";
import { offByDefault } from "./off-by-default.ts";

/** Programs that run in gui-vm itself, or on the host of a device without VMs. */
const demoApplicationOptions = {
  chromium: demoApplication("the Chromium browser"),
  "element-desktop": demoApplication("the Element messenger"),
  firefox: demoApplication("the Firefox browser"),
  "gala-app": demoApplication("the client of the GALA remote Android phone"),
  "google-chrome": demoApplication("the Google Chrome browser"),
  zathura: demoApplication("the Zathura document viewer"),
} satisfies OptionTree;

const launcherOptions = {
  name: option(title, {
    description: "What the menu shows; unique among the launchers of a VM.",
  }),
  description: option(line, {
    default: "Secured Ghaf Application",
    description:
      "The comment below the name; the VM's label is put before it in square brackets.",
  }),
  path: option(programOrCommand, {
    description:
      "What is run: a program by absolute path, or a list of the program and its arguments. No shell sees it.",
  }),
  icon: option(t.nullOr(iconName), {
    default: null,
    description:
      "The name of an icon in the theme or the path of a picture; null: the launcher's name in lower case.",
  }),
  vm: option(t.nullOr(vmLabel), {
    default: null,
    description:
      "The VM that the application runs in, which must be enabled; null: where the menu is.",
  }),
} satisfies OptionTree;

export const graphicsOptions = {
  boot: {
    enable: offOption(
      "Shows a splash screen while the device starts, instead of kernel and service messages.",
    ),
  },
  enableDemoApplications: offByDefault(
    "Turns on Firefox, Element and Zathura of the demo applications unless they are defined one by one.",
  ),
  "demo-apps": demoApplicationOptions,
  labwc: labwcOptions,
  launchers: option(t.listOf(t.submodule(launcherOptions)), {
    default: [],
    description:
      "Entries of the application menu. Those of application VMs, demo applications and the control panel are added.",
  }),
  "login-manager": {
    enable: offByDefault(
      "Starts the greeter that asks for a password and then runs the desktop session. On whenever the compositor is.",
    ),
  },
} satisfies OptionTree;

function demoApplication(what: string) {
  return offOption(
    `Installs ${what} beside the desktop and adds its launcher. Needs the graphics profile.`,
  );
}
