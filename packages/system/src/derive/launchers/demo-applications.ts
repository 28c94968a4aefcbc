/** Launchers of applications that run in the session itself (spec 4.3.4, demo-apps). */

import type { PlatformConfig } from "../../options/platform-options.ts";
import { type LauncherDefinition, localLauncher } from "./launcher.ts";

type DemoApplication = keyof PlatformConfig["ghaf"]["graphics"]["demo-apps"];

const WAYLAND = [
  "--enable-features=UseOzonePlatform",
  "--ozone-platform=wayland",
];

const LAUNCHERS: Readonly<Record<DemoApplication, LauncherDefinition>> = {
  chromium: localLauncher({
    name: "Chromium",
    description: "Browser",
    path: ["/usr/bin/chromium", ...WAYLAND],
    icon: "chromium",
  }),
  "element-desktop": localLauncher({
    name: "Element",
    description: "Encrypted messages and calls",
    path: ["/usr/bin/chromium", ...WAYLAND, "--app=https://app.element.io"],
    icon: "element-desktop",
  }),
  firefox: localLauncher({
    name: "Firefox",
    description: "Browser",
    path: ["/usr/bin/firefox-esr"],
    icon: "firefox",
  }),
  "gala-app": localLauncher({
    name: "GALA",
    description: "Secure Android in the cloud",
    path: ["/usr/bin/gala", ...WAYLAND],
    icon: "distributor-logo-android",
  }),
  "google-chrome": localLauncher({
    name: "Google Chrome",
    description: "Browser",
    path: ["/usr/bin/google-chrome-stable", ...WAYLAND],
    icon: "google-chrome",
  }),
  zathura: localLauncher({
    name: "PDF Viewer",
    description: "Viewer of documents",
    path: ["/usr/bin/zathura"],
    icon: "document-viewer",
  }),
};

/** Those that are on, where there is a session at all. */
export function demoLaunchers({
  ghaf,
}: PlatformConfig): readonly LauncherDefinition[] {
  if (!ghaf.profiles.graphics.enable) return [];
  const wanted = ghaf.graphics["demo-apps"];
  const names = Object.keys(LAUNCHERS) as DemoApplication[];
  return names.filter((name) => wanted[name]).map((name) => LAUNCHERS[name]);
}
