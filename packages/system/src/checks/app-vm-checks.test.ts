/** What application VMs need of others. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { defineModule, type SystemDefinition } from "../define-system.ts";
import type { AppVmDefinition } from "../options/virtualization-app-vm.ts";
import { findingsOf, type Planted } from "./testing.ts";

/** One more application VM. */
function withVm(vm: Partial<AppVmDefinition>): SystemDefinition {
  const vms = [{ name: "extra", ramMb: 256, cores: 1, ...vm }];
  return { ghaf: { virtualization: { microvm: { appvm: { vms } } } } };
}

const CASES: readonly Planted[] = [
  {
    mistake: "coloured windows without gui-vm",
    definition: {
      ghaf: { virtualization: { microvm: { guivm: { enable: false } } } },
    },
    found: [
      "warning ghaf.virtualization.microvm.appvm.vms: gives mail-vm windows with the frame #630505, but there is no gui-vm to show them; turn ghaf.virtualization.microvm.guivm.enable on; or drop the border colours, and set launcher to false for programs without windows",
    ],
  },
  {
    mistake: "coloured windows in the layout headless",
    definition: { ghaf: { layout: "headless" } },
    found: [
      "warning ghaf.virtualization.microvm.appvm.vms: gives mail-vm windows with the frame #630505, but there is no gui-vm to show them; turn ghaf.virtualization.microvm.guivm.enable on; or drop the border colours, and set launcher to false for programs without windows",
    ],
  },
  {
    mistake: "sound without audio-vm",
    definition: {
      ghaf: { virtualization: { microvm: { audiovm: { enable: false } } } },
    },
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[0].ghafAudio.enable: lets mail-vm play sound, but there is no audio-vm; turn ghaf.virtualization.microvm.audiovm.enable on, or the sound of mail-vm off",
    ],
  },
  {
    mistake: "sound with an audio-vm without sound",
    definition: {
      ghaf: { virtualization: { microvm: { audiovm: { audio: false } } } },
    },
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[0].ghafAudio.enable: lets mail-vm play sound, but audio-vm has no sound: ghaf.virtualization.microvm.audiovm.audio is off; turn ghaf.virtualization.microvm.audiovm.audio on, or the sound of mail-vm off",
    ],
  },
  {
    mistake: "the same frame colour in other letters",
    definition: {
      ghaf: {
        virtualization: {
          microvm: {
            appvm: {
              vms: [
                { name: "one", ramMb: 256, cores: 1, borderColor: "#00AAFF" },
                { name: "two", ramMb: 256, cores: 1, borderColor: "#00aaff" },
                { name: "three", ramMb: 256, cores: 1, borderColor: "#00aaff" },
              ],
            },
          },
        },
      },
    },
    found: [
      "warning ghaf.virtualization.microvm.appvm.vms[2].borderColor: is #00aaff for two-vm, which people cannot tell from #00aaff of one-vm; choose a colour that is further away",
      "warning ghaf.virtualization.microvm.appvm.vms[3].borderColor: is #00aaff for three-vm, which people cannot tell from #00aaff of one-vm; choose a colour that is further away",
    ],
  },
  {
    mistake: "a frame colour that is too near",
    definition: withVm({ borderColor: "#6b0808" }),
    found: [
      "warning ghaf.virtualization.microvm.appvm.vms[1].borderColor: is #6b0808 for extra-vm, which people cannot tell from #630505 of mail-vm; choose a colour that is further away",
    ],
  },
  {
    mistake: "an application that takes files from nowhere",
    definition: withVm({
      applications: [{ name: "view", command: "zathura", args: ["file"] }],
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].applications[0].directories: is empty, but view takes files as arguments; list the directories whose files callers may name",
    ],
  },
  {
    mistake: "an application with directories that takes no files",
    definition: withVm({
      applications: [
        { name: "view", command: "zathura", directories: ["/home/ghaf/x"] },
      ],
    }),
    found: [
      'error ghaf.virtualization.microvm.appvm.vms[1].applications[0].directories: lists /home/ghaf/x, but view takes no files; add "file" to args, or leave the directories out',
    ],
  },
  {
    mistake: "a program that pins its certificate behind an interceptor",
    definition: {
      imports: [
        defineModule({
          ghaf: {
            virtualization: {
              microvm: { idsvm: { mitmproxy: { enable: true } } },
            },
          },
        }),
      ],
      ...withVm({
        applications: [
          { name: "chat", command: "/opt/signal/signal-desktop -x" },
        ],
      }),
    },
    found: [
      "warning ghaf.virtualization.microvm.appvm.vms[1].applications[0].command: runs signal-desktop in extra-vm, which accepts no certificate but its maker's, while ids-vm opens encrypted traffic; turn ghaf.virtualization.microvm.idsvm.mitmproxy.enable off, or leave the program out",
    ],
  },
  {
    mistake: "two applications with one name",
    definition: withVm({
      applications: [
        { name: "view", command: "zathura" },
        { name: "view", command: "evince" },
      ],
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].applications: lists two applications of extra-vm with the name view, by which the control plane starts one; give each application of a VM a name of its own",
    ],
  },
  {
    mistake: "two applications with one name, one of a guest module",
    definition: withVm({
      applications: [{ name: "view", command: "zathura" }],
      extraModules: [
        {
          ghaf: {
            givc: {
              appvm: { applications: [{ name: "view", command: "evince" }] },
            },
          },
        },
      ],
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].applications: lists two applications of extra-vm with the name view, by which the control plane starts one; give each application of a VM a name of its own",
    ],
  },
];

for (const { mistake, definition, found } of CASES) {
  test(mistake, () => assert.deepEqual(findingsOf(definition), found));
}

test("programs of a headless device need no window", () => {
  const definition = {
    ghaf: {
      virtualization: {
        microvm: {
          guivm: { enable: false },
          appvm: {
            vms: [
              {
                name: "web",
                ramMb: 256,
                cores: 1,
                applications: [
                  { name: "web", command: "httpd", launcher: false },
                ],
              },
            ],
          },
        },
      },
    },
  };
  const said = findingsOf(definition);
  assert.equal(said.length, 1);
  assert.match(said[0] ?? "", /gives mail-vm windows/);
});
