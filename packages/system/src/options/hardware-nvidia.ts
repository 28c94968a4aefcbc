/** Options below `ghaf.hardware.nvidia`: NVIDIA's Jetson Orin boards (spec 2.35, 4.4). */

import { narrowed, type OptionTree, option, t } from "@ghaf/module-system";
import { lines } from "../values/line.ts";
import { count } from "../values/number.ts";
import { offByDefault } from "./off-by-default.ts";

const heapSize = narrowed(
  t.integer,
  "a number of bytes from 4096 to 16777216, a multiple of 4096",
  (value) => value >= 4096 && value <= 16_777_216 && value % 4096 === 0,
);

function onByDefault(description: string) {
  return option(t.boolean, { default: true, description, origin: "tag" });
}

const optee = {
  xtest: offByDefault("Installs the test suite of OP-TEE.", "tag"),
  "pkcs11-tool": offByDefault(
    "Installs a pkcs11-tool that talks to the token in the secure world.",
    "tag",
  ),
  pkcs11: {
    enable: onByDefault("Puts the PKCS#11 token into the secure world."),
    tokenCount: option(count, {
      default: 3,
      origin: "tag",
      description: "How many tokens it has.",
    }),
    heapSize: option(heapSize, {
      default: 32_768,
      origin: "tag",
      description: "Memory of the token's program in bytes.",
    }),
    authTeeIdentity: onByDefault(
      "Lets programs log in to the token by who they are instead of by a PIN.",
    ),
    lockPinAfterFailedLoginAttempts: onByDefault(
      "Locks a PIN after too many wrong ones.",
    ),
  },
} as const satisfies OptionTree;

const orin = {
  enable: offByDefault("The machine is a Jetson Orin.", "tag"),
  somType: option(t.oneOf("agx", "nx", "nano"), {
    default: "agx",
    origin: "tag",
    description: "The module with the processor.",
  }),
  carrierBoard: option(t.oneOf("devkit"), {
    default: "devkit",
    origin: "tag",
    description: "The board that the module is on.",
  }),
  flashScriptOverrides: {
    onlyQSPI: offByDefault(
      "Writes only the firmware's flash memory, no disk.",
      "tag",
    ),
    preFlashCommands: option(lines, {
      default: "",
      origin: "tag",
      description: "Commands that the flashing program runs first, one a line.",
    }),
  },
  enablePCIPassthroughCommon: offByDefault(
    "Prepares the host's kernel for giving PCI devices to VMs.",
    "tag",
  ),
  agx: {
    enableNetvmWlanPCIPassthrough: offByDefault(
      "Gives the Wi-Fi card of an AGX to net-vm.",
      "tag",
    ),
  },
  nx: {
    enableNetvmEthernetPCIPassthrough: offByDefault(
      "Gives the Ethernet controller of an NX to net-vm.",
      "tag",
    ),
  },
  optee,
} as const satisfies OptionTree;

export const hardwareNvidiaOptions = {
  orin,
  virtualization: {
    enable: offByDefault(
      "Prepares host and guests for sharing devices that the power controller (BPMP) governs.",
      "tag",
    ),
    host: {
      bpmp: {
        enable: offByDefault(
          "Runs the proxy on the host through which VMs ask the power controller.",
          "tag",
        ),
      },
    },
  },
  passthroughs: {
    host: {
      uarta: {
        enable: offByDefault(
          "Frees the serial port UARTA of the pin header for a VM.",
          "tag",
        ),
      },
    },
    uarti_net_vm: {
      enable: offByDefault(
        "Gives the debug serial port UARTI to net-vm.",
        "tag",
      ),
    },
  },
} as const satisfies OptionTree;
