/** Launchers of the tools of the session, and of the terminal for developers (spec 2.8). */

import type { PlatformConfig } from "../../options/platform-options.ts";
import { type LauncherDefinition, localLauncher } from "./launcher.ts";

const TOOLS: readonly LauncherDefinition[] = [
  localLauncher({
    name: "Calculator",
    description: "Calculations",
    path: ["/usr/bin/gnome-calculator"],
    icon: "accessories-calculator",
  }),
  localLauncher({
    name: "Sticky Notes",
    description: "Notes on the desktop",
    path: ["/usr/bin/xpad"],
    icon: "xpad",
  }),
  localLauncher({
    name: "File Manager",
    description: "Files and shared folders",
    path: ["/usr/bin/pcmanfm"],
    icon: "system-file-manager",
  }),
  localLauncher({
    name: "Control panel",
    description: "Screens, their resolution and scale",
    path: ["/usr/bin/wdisplays"],
    icon: "utilities-tweak-tool",
  }),
];

const BLUETOOTH = localLauncher({
  name: "Bluetooth Settings",
  description: "Devices that are connected by radio",
  path: ["/usr/bin/blueman-manager"],
  icon: "bluetooth-48",
});

const AUDIO = localLauncher({
  name: "Audio Control",
  description: "Volume, speakers and microphones",
  path: ["/usr/bin/pavucontrol"],
  icon: "preferences-sound",
});

const TERMINAL = localLauncher({
  name: "Terminal",
  description: "Command line of this machine",
  path: ["/usr/bin/foot"],
  icon: "utilities-terminal",
});

/** None without a session with a panel. */
export function desktopLaunchers({
  ghaf,
}: PlatformConfig): readonly LauncherDefinition[] {
  const { desktop, bluetooth, audio } = ghaf.services;
  if (!ghaf.profiles.graphics.enable) return [];
  return [
    ...(desktop.enable ? TOOLS : []),
    ...(desktop.enable && bluetooth.enable ? [BLUETOOTH] : []),
    ...(desktop.enable && audio.enable ? [AUDIO] : []),
    ...(ghaf.graphics.labwc.enable && ghaf.profiles.debug.enable
      ? [TERMINAL]
      : []),
  ];
}
