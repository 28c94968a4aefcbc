/** The Debian packages of a person's session, wherever it runs. */

import type { PlatformConfig } from "../options/platform-options.ts";

type DemoApplication = keyof PlatformConfig["ghaf"]["graphics"]["demo-apps"];

/** Two of them come from their vendors, not from Debian. */
const DEMO_PACKAGES: Readonly<Record<DemoApplication, readonly string[]>> = {
  chromium: ["chromium"],
  "element-desktop": ["chromium"],
  firefox: ["firefox-esr"],
  "gala-app": [],
  "google-chrome": [],
  zathura: ["zathura"],
};

export function sessionPackages({ ghaf }: PlatformConfig): readonly string[] {
  const { services, graphics, profiles } = ghaf;
  if (!profiles.graphics.enable) return [];
  const demos = Object.keys(DEMO_PACKAGES) as DemoApplication[];
  return [
    "wlr-randr",
    ...(graphics.labwc.enable
      ? ["labwc", "greetd", "gtklock", "swayidle", "mako-notifier", "foot"]
      : []),
    ...(services.desktop.enable
      ? ["gnome-calculator", "xpad", "pcmanfm", "wdisplays"]
      : []),
    ...(services.bluetooth.enable ? ["blueman"] : []),
    ...(services.audio.enable ? ["pavucontrol", "pamixer"] : []),
    ...(services.fprint.enable ? ["fprintd"] : []),
    ...(services.yubikey.enable ? ["libpam-u2f", "pcscd"] : []),
    ...(services.disks.enable ? ["udisks2", "udiskie"] : []),
    ...(windowsViewer(ghaf) ? ["virt-viewer"] : []),
    ...(profiles.debug.enable ? ["mesa-utils"] : []),
    ...demos
      .filter((name) => graphics["demo-apps"][name])
      .flatMap((name) => DEMO_PACKAGES[name]),
  ];
}

function windowsViewer({ reference }: PlatformConfig["ghaf"]): boolean {
  const { enable, spice } = reference.programs["windows-launcher"];
  return enable && spice;
}
