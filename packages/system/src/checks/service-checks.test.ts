/** Services and the VMs they run in; layouts and what contradicts them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { force } from "@ghaf/module-system";
import type { SystemDefinition } from "../define-system.ts";
import { findingsOf, type Planted } from "./testing.ts";

function without(
  role: "netvm" | "audiovm" | "adminvm" | "idsvm",
  ghaf: NonNullable<SystemDefinition["ghaf"]> = {},
): SystemDefinition {
  return {
    ghaf: {
      ...ghaf,
      virtualization: {
        microvm: { appvm: { vms: force([]) }, [role]: { enable: false } },
      },
    },
  };
}

const CASES: readonly Planted[] = [
  {
    mistake: "Bluetooth without audio-vm",
    definition: without("audiovm", {
      services: { bluetooth: { enable: true } },
    }),
    found: [
      "error ghaf.services.bluetooth.enable: is on, but there is no audio-vm, which runs Bluetooth; turn ghaf.virtualization.microvm.audiovm.enable on, or this off",
    ],
  },
  {
    mistake: "sound of audio-vm without audio-vm is said once",
    definition: {
      ghaf: {
        virtualization: {
          microvm: {
            appvm: { vms: force([]) },
            audiovm: { enable: false, audio: true },
          },
        },
      },
    },
    found: [
      "error ghaf.virtualization.microvm.audiovm.audio: is on, but there is no audio-vm, whose part it is; turn ghaf.virtualization.microvm.audiovm.enable on, or this off",
    ],
  },
  {
    mistake: "Wi-Fi without net-vm",
    definition: {
      ghaf: {
        services: { wifi: { enable: true } },
        virtualization: {
          microvm: { netvm: { enable: false }, idsvm: { enable: false } },
        },
      },
    },
    found: [
      "error ghaf.services.wifi.enable: is on, but there is no net-vm, which runs NetworkManager; turn ghaf.virtualization.microvm.netvm.enable on, or this off",
    ],
  },
  {
    mistake: "a desktop without gui-vm",
    definition: {
      ghaf: {
        services: { desktop: { enable: true } },
        virtualization: {
          microvm: { guivm: { enable: false }, appvm: { vms: force([]) } },
        },
      },
    },
    found: [
      "error ghaf.services.desktop.enable: is on, but there is no gui-vm, which has the desktop; turn ghaf.virtualization.microvm.guivm.enable on, or this off",
    ],
  },
  {
    mistake: "ids-vm without net-vm",
    definition: without("netvm"),
    found: [
      "error ghaf.virtualization.microvm.idsvm.enable: is on, but there is no net-vm, to which it passes the traffic on; turn ghaf.virtualization.microvm.netvm.enable on, or this off",
    ],
  },
  {
    mistake: "an interceptor without ids-vm",
    definition: {
      ghaf: {
        virtualization: {
          microvm: { idsvm: { enable: false, mitmproxy: { enable: true } } },
        },
      },
    },
    found: [
      "error ghaf.virtualization.microvm.idsvm.mitmproxy.enable: is on, but there is no ids-vm, where traffic is opened; turn ghaf.virtualization.microvm.idsvm.enable on, or this off",
    ],
  },
  {
    mistake: "a control plane without admin-vm",
    definition: without("adminvm", { logging: { client: { enable: false } } }),
    found: [
      "error ghaf.givc.enable: is on, but there is no admin-vm, where its registry is; turn ghaf.virtualization.microvm.adminvm.enable on, or this off",
    ],
  },
  {
    mistake: "logs without admin-vm",
    definition: without("adminvm", { givc: { enable: false } }),
    found: [
      "error ghaf.logging.client.enable: is on, but there is no admin-vm, which collects the logs; turn ghaf.virtualization.microvm.adminvm.enable on, or this off",
    ],
  },
  {
    mistake: "the proxy for business without business-vm",
    definition: {
      ghaf: {
        reference: { services: { enable: true, "proxy-business": true } },
      },
    },
    found: [
      "error ghaf.reference.services.proxy-business: is on, but there is no business-vm, whose way out it is; turn ghaf.reference.appvms.business-vm on, or the proxy off",
    ],
  },
  {
    mistake: "the proxy itself without business-vm",
    definition: {
      ghaf: {
        reference: { services: { "proxy-server": { enable: true } } },
      },
    },
    found: [
      "error ghaf.reference.services.proxy-server.enable: is on, but there is no business-vm, whose way out it is; turn ghaf.reference.appvms.business-vm on, or the proxy off",
    ],
  },
  {
    mistake: "a Matrix server without comms-vm",
    definition: {
      ghaf: { reference: { services: { enable: true, dendrite: true } } },
    },
    found: [
      "warning ghaf.reference.services.dendrite: is on, but there is no comms-vm, which would run the Matrix server; turn ghaf.reference.appvms.comms-vm on, or this off",
    ],
  },
  {
    mistake: "documents for a VM that is not there",
    definition: {
      ghaf: {
        reference: { programs: { "google-chrome": { useZathuraVM: true } } },
      },
    },
    found: [
      "error ghaf.reference.programs.google-chrome.useZathuraVM: is on, but there is no zathura-vm to open documents in; turn ghaf.reference.appvms.zathura-vm on, or this off",
    ],
  },
  {
    mistake: "a VM in a layout without VMs",
    definition: {
      ghaf: {
        layout: "native",
        virtualization: { microvm: { netvm: { enable: force(true) } } },
      },
    },
    found: [
      'error ghaf.virtualization.microvm.netvm.enable: is on, but the layout is "native", which has no VMs; turn it off, or choose another ghaf.layout, such as "default"',
    ],
  },
  {
    mistake: "a host of VMs in a layout without VMs",
    definition: {
      ghaf: {
        layout: "host-only",
        virtualization: { "microvm-host": { enable: force(true) } },
      },
    },
    found: [
      'error ghaf.virtualization.microvm-host.enable: is on, but the layout is "host-only", which has no VMs; turn it off, or choose another ghaf.layout, such as "default"',
    ],
  },
  {
    mistake: "gui-vm in a layout without a screen",
    definition: {
      ghaf: {
        layout: "headless",
        virtualization: { microvm: { guivm: { enable: force(true) } } },
      },
    },
    found: [
      'error ghaf.virtualization.microvm.guivm.enable: is on, but the layout is "headless", which shows nothing; turn it off, or choose another ghaf.layout, such as "default"',
    ],
  },
  {
    mistake: "a compositor in a layout without a screen",
    definition: {
      ghaf: {
        layout: "host-only",
        graphics: { labwc: { enable: force(true) } },
      },
    },
    found: [
      'error ghaf.graphics.labwc.enable: is on, but the layout is "host-only", which shows nothing; turn it off, or choose another ghaf.layout, such as "default"',
    ],
  },
  {
    mistake: "VMs on a host that runs none",
    definition: {
      ghaf: { virtualization: { "microvm-host": { enable: false } } },
    },
    found: [
      "warning ghaf.virtualization.microvm-host.enable: is off, but net-vm and 5 more VMs should run on the host; turn it on, so that the host starts its VMs",
    ],
  },
];

for (const { mistake, definition, found } of CASES) {
  test(mistake, () => assert.deepEqual(findingsOf(definition), found));
}

test("the layouts by themselves are no mistake", () => {
  for (const layout of ["host-only", "native"] as const) {
    assert.deepEqual(findingsOf({ ghaf: { layout } }), []);
  }
});
