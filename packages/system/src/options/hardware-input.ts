/** Options below `ghaf.hardware.definition.input`: the built-in input devices. */

import { type OptionTree, option, t, worded } from "@ghaf/module-system";
import { devicePath } from "../values/device-path.ts";
import { inputName } from "../values/input-name.ts";

/** A name, or the names that one device has in different SKUs of the model. */
const names = worded(
  "list of raw value",
  t.listOf(t.either(inputName, t.listOf(inputName))),
);

/** @param link what the devices are called below /dev; null: no link is made */
function inputDevices(link: string | null) {
  const effect =
    link === null
      ? "The VM monitor may open these devices."
      : `The VM monitor may open these devices, and the link /dev/${link}<position in the list> leads to each.`;
  const tree = {
    name: option(names, {
      default: [],
      description: `Names of the devices as the kernel reports them. ${effect} An item that is itself a list has the alternative names of one device.`,
    }),
    evdev: option(t.listOf(devicePath), {
      default: [],
      description:
        "Event files of the devices, each of which gui-vm gets as an input device of its own.",
    }),
  } as const satisfies OptionTree;
  return t.submodule(tree);
}

export const inputOptions = {
  keyboard: option(inputDevices("keyboard"), {
    default: {},
    description: "Built-in keyboards.",
  }),
  mouse: option(inputDevices("mouse"), {
    default: {},
    description: "Built-in mice and pointing sticks.",
  }),
  touchpad: option(inputDevices("touchpad"), {
    default: {},
    description: "Built-in touchpads, touchscreens and tablets.",
  }),
  misc: option(inputDevices(null), {
    default: {},
    description: "Other built-in input devices, such as extra buttons.",
  }),
} as const satisfies OptionTree;
