/** Options below `ghaf.hardware.usb`: how USB devices get to VMs, at start and while they run (spec 2.28). */

import { type OptionTree, option, t, worded } from "@ghaf/module-system";
import { argument } from "../values/argument.ts";
import { busPrefix, portCount } from "../values/pcie-port.ts";
import { hotplugRules } from "./hardware-hotplug-rules.ts";
import { offByDefault } from "./off-by-default.ts";

/** By device name; one list item is one argument. */
const qemuArguments = worded(
  "attribute set of anything",
  t.attributesOf(t.listOf(argument)),
);

function staticDevices(which: string) {
  return {
    enable: offByDefault(
      `Gives the ${which} USB devices of the hardware definition to the VMs that ask for them by name.`,
    ),
    qemuExtraArgs: option(qemuArguments, {
      default: {},
      example: {
        device1: usbHost("0x1234", "0x1234"),
        device2: usbHost("0x0001", "0x0001"),
      },
      description: `QEMU arguments for each of the ${which} USB devices by its name. Computed from the hardware definition; entries of one's own are merged into them.`,
    }),
  } as const satisfies OptionTree;
}

function usbHost(vendor: string, product: string): readonly string[] {
  const device = `usb-host,vendorid=${vendor},productid=${product}`;
  return ["-device", "qemu-xhci", "-device", device];
}

export const hardwareUsbOptions = {
  internal: staticDevices("built-in"),
  external: staticDevices("external"),
  vhotplug: {
    enable: offByDefault(
      "Runs the daemon on the host that gives USB devices to running VMs as they are plugged in.",
    ),
    enableEvdevPassthrough: option(t.boolean, {
      default: true,
      description:
        "Lets the daemon also give input devices that are not on USB to gui-vm, which gets the ports for them.",
    }),
    pcieBusPrefix: option(t.nullOr(busPrefix), {
      default: "rp",
      description:
        "What the ports of gui-vm for input devices are called, before their number.",
    }),
    pciePortCount: option(portCount, {
      default: 5,
      description:
        "How many such ports gui-vm has, which is how many input devices it can have at a time.",
    }),
    rules: hotplugRules,
  },
} as const satisfies OptionTree;
