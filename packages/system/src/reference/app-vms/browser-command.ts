/** How Chromium is started in an application VM. */

import type { PlatformConfig } from "../../options/platform-options.ts";

/** Windows go to the compositor without an X server between. */
export const WAYLAND_FLAGS =
  "--enable-features=UseOzonePlatform --ozone-platform=wayland";

/** The browser with its flags, and those that inspected traffic needs. */
export function browserCommand(
  { ghaf }: PlatformConfig,
  ...more: readonly string[]
): string {
  const words = ["chromium", WAYLAND_FLAGS, ghaf.givc.idsExtraArgs, ...more];
  return words.filter((word) => word !== "").join(" ");
}
