/** The rules by which the hotplug daemon chooses a VM for a device (spec 2.28). */

import { type OptionTree, option, t, worded } from "@ghaf/module-system";
import { absolutePathText } from "../values/file-path.ts";
import { hexId } from "../values/hex-id.ts";
import { line } from "../values/line.ts";
import { tag } from "../values/name.ts";
import { busPrefix } from "../values/pcie-port.ts";
import { regularExpression } from "../values/regular-expression.ts";
import { usbClassNumber } from "../values/usb-port.ts";

const described = {
  description: option(line, {
    default: "",
    origin: "tag",
    description: "What the rule is for; it stands in the daemon's log.",
  }),
  disable: option(t.boolean, {
    default: false,
    origin: "tag",
    description: "True: the rule is kept but does not count.",
  }),
} as const satisfies OptionTree;

/** Both numbers, or neither. */
const identity = {
  vendorId: option(t.nullOr(hexId), {
    default: null,
    origin: "tag",
    description: "The vendor's number; goes with productId.",
  }),
  productId: option(t.nullOr(hexId), {
    default: null,
    origin: "tag",
    description: "The product's number; goes with vendorId.",
  }),
} as const satisfies OptionTree;

const ignored = { ...identity, ...described } as const satisfies OptionTree;

const usbRule = {
  ...identity,
  vendorName: option(t.nullOr(regularExpression), {
    default: null,
    origin: "tag",
    description:
      "Matched with the vendor's name from its beginning, in any case.",
  }),
  productName: option(t.nullOr(regularExpression), {
    default: null,
    origin: "tag",
    description:
      "Matched with the product's name from its beginning, in any case.",
  }),
  class: option(t.nullOr(usbClassNumber), {
    default: null,
    origin: "tag",
    description:
      "Class of one of the device's interfaces: 1 sound, 3 input, 8 storage, 11 smart cards, 14 video.",
  }),
  subclass: option(t.nullOr(usbClassNumber), {
    default: null,
    origin: "tag",
    description: "Subclass of the same interface; null means any.",
  }),
  protocol: option(t.nullOr(usbClassNumber), {
    default: null,
    origin: "tag",
    description: "Protocol of the same interface; null means any.",
  }),
  ignore: option(t.listOf(t.submodule(ignored)), {
    default: [],
    origin: "tag",
    description: "Devices that match but are left to later rules.",
  }),
  ...described,
} as const satisfies OptionTree;

const evdevPassthrough = {
  enable: option(t.boolean, {
    default: false,
    origin: "tag",
    description: "Gives input devices that are not on USB to this VM.",
  }),
  pcieBusPrefix: option(t.nullOr(busPrefix), {
    default: null,
    origin: "tag",
    description:
      "What the VM's ports for input devices are called, before their number.",
  }),
} as const satisfies OptionTree;

const vmRules = {
  name: option(tag, {
    origin: "tag",
    description: "What the daemon's log calls the VM.",
  }),
  qmpSocket: option(absolutePathText, {
    origin: "tag",
    description:
      "The socket on which QEMU takes commands for this VM: /var/lib/microvms/office-vm/office-vm.sock for office-vm. It decides which VM the rules are for.",
  }),
  usbPassthrough: option(t.listOf(t.submodule(usbRule)), {
    default: [],
    origin: "tag",
    description: "The USB devices that this VM gets. The first rule decides.",
  }),
  evdevPassthrough,
} as const satisfies OptionTree;

export const hotplugRules = option(
  worded("list of (attribute set)", t.listOf(t.submodule(vmRules))),
  {
    default: [],
    example: [
      {
        name: "GUIVM",
        qmpSocket: "/var/lib/microvms/gui-vm/gui-vm.sock",
        usbPassthrough: [
          {
            class: 3,
            protocol: 1,
            description: "HID Keyboard",
            ignore: [
              {
                vendorId: "046d",
                productId: "c52b",
                description: "Logitech, Inc. Unifying Receiver",
              },
            ],
          },
          {
            vendorId: "067b",
            productId: "23a3",
            description: "Prolific Technology, Inc. USB-Serial Controller",
            disable: true,
          },
        ],
      },
      {
        name: "NetVM",
        qmpSocket: "/var/lib/microvms/net-vm/net-vm.sock",
        usbPassthrough: [
          {
            productName: ".*ethernet.*",
            description: "Ethernet devices",
          },
        ],
      },
    ],
    description:
      "Which USB devices which VM gets, in order: the first VM with a matching rule. Rules for the platform's own VMs are added after these.",
  },
);
