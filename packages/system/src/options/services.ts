/** Options of services in the system VMs: `ghaf.services`. */

import { type OptionTree, option } from "@ghaf/module-system";
import { program } from "../values/argument.ts";
import { portInteger } from "../values/number.ts";
import { u2fKeys } from "../values/u2f-keys.ts";
import { offByDefault } from "./off-by-default.ts";

export const servicesOptions = {
  audio: {
    enable: offByDefault(
      "Runs the sound server of audio-vm and opens its two ports to the other VMs.",
    ),
    pulseaudioTcpControlPort: option(portInteger, {
      default: 4714,
      description:
        "The TCP port over which the panel controls volume and devices, without restriction.",
    }),
    pulseaudioTcpPort: option(portInteger, {
      default: 4713,
      description:
        "The TCP port over which application VMs play and record, with restricted rights.",
    }),
  },
  bluetooth: {
    enable: offByDefault(
      "Runs Bluetooth under a user of its own in audio-vm and keeps pairings. Needs a Bluetooth device given to that VM.",
    ),
  },
  desktop: {
    enable: offByDefault(
      "Gives gui-vm its panel, tray, launcher menu and control panel.",
    ),
  },
  disks: {
    enable: offByDefault(
      "Mounts removable disks in gui-vm when they are plugged in, with an icon in the tray.",
    ),
    fileManager: option(program, {
      default: "xdg-open",
      description: "The program that opens a disk from the tray.",
    }),
  },
  firmware: {
    enable: offByDefault(
      "Installs the firmware that passed-through devices load, in the VMs that have such devices.",
    ),
  },
  fprint: {
    enable: offByDefault(
      "Lets the user unlock the screen by fingerprint. Needs a reader given to gui-vm; enrolled prints are kept.",
    ),
  },
  wifi: {
    enable: offByDefault(
      "Runs NetworkManager for wireless networks in net-vm. Needs a wireless card given to that VM.",
    ),
  },
  xdghandlers: {
    enable: offByDefault(
      "Makes an application VM hand documents and pictures to gui-vm, which opens them in the VM for them.",
    ),
  },
  xdgopener: {
    enable: offByDefault(
      "Runs the service in gui-vm that accepts those documents and pictures.",
    ),
    xdgPort: option(portInteger, {
      default: 1200,
      description: "The TCP port of that service.",
    }),
  },
  yubikey: {
    enable: offByDefault(
      "Accepts a security key for sudo and at the lock screen of gui-vm, and locks when it is pulled out.",
    ),
    u2fKeys: option(u2fKeys, {
      default: "",
      example:
        "ghaf:SZ2CwN7EAE4Ujfxhm+CediUaT9ngoaMOqsKRDrOC+wUkTriKlc1cVtsxkOSav2r9ztaNKn/OwoHiN3BmsBYdZA==,oIdGgoGmkVrVis1kdzpvX3kXrOmBe2noFrpHqh4VKlq/WxrFk+Du670BL7DzLas+GxIPNjgdDCHo9daVzthIwQ==,es256,+presence:9CEdjOg0YGpvNeisK5OW1hjjg0nRvJDBpr7X8Q4QPtxJP4iC5C6dShTxEpxmLAkqAi8x/jKCDwpt146AYAXfFg==,q8ddSEI2tIyRwB2MhRlrGZRv6ZDkEC2RYn/n33fdmK1KjBkcMy6ELUMQQDVGtsvsiQFbRS3v4qxjsgXF5BVD0A==,es256,+presence+pin",
      description:
        "Which security keys belong to which user, one line for each user, as `pamu2fcfg` prints it.",
    }),
  },
} satisfies OptionTree;
