/** Variants of a build, and what a release refuses. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { force } from "@ghaf/module-system";
import { findingsOf, type Planted } from "./testing.ts";

const LOGIN = {
  graphics: { labwc: { enable: true, autologinUser: null } },
} as const;

const CASES: readonly Planted[] = [
  {
    mistake: "release as a profile, while the build is debug",
    definition: {
      ghaf: { ...LOGIN, profiles: { release: { enable: true } } },
    },
    found: [
      'error ghaf.profiles.release.enable: is on together with the profile debug, which follows from ghaf.build = "debug"; choose the variant with ghaf.build alone, and leave both profiles to follow it',
    ],
  },
  {
    mistake: "debug as a profile, while the build is release",
    definition: {
      ghaf: {
        ...LOGIN,
        build: "release",
        profiles: { debug: { enable: true } },
      },
    },
    found: [
      'error ghaf.profiles.debug.enable: is on together with the profile release, which follows from ghaf.build = "release"; choose the variant with ghaf.build alone, and leave both profiles to follow it',
    ],
  },
  {
    mistake: "debug alone, while the build is release",
    definition: {
      ghaf: {
        ...LOGIN,
        build: "release",
        profiles: { debug: { enable: true }, release: { enable: false } },
      },
    },
    found: [
      'error ghaf.profiles.debug.enable: is on, but ghaf.build is "release"; set ghaf.build to "debug", or turn this profile off',
    ],
  },
  {
    mistake: "release alone, while the build is debug",
    definition: {
      ghaf: {
        ...LOGIN,
        profiles: { debug: { enable: false }, release: { enable: true } },
      },
    },
    found: [
      'error ghaf.profiles.release.enable: is on, but ghaf.build is "debug"; set ghaf.build to "release", or turn this profile off',
    ],
  },
  {
    mistake: "a control plane in plain text in a release",
    definition: {
      ghaf: {
        ...LOGIN,
        build: "release",
        givc: { enableTls: false },
      },
    },
    found: [
      'error ghaf.givc.enableTls: is off in a release build, so that any VM could give orders in the name of another; turn it on; or waive the rule: add "plain-control-plane" to ghaf.checks.waive',
    ],
  },
  {
    mistake: "developers' keys in a release",
    definition: {
      ghaf: {
        ...LOGIN,
        build: "release",
        reference: { personalize: { keys: { enable: true } } },
      },
    },
    found: [
      'error ghaf.reference.personalize.keys.enable: is on in a release build, so that the developers of the platform can log in; turn it off, and name your own keys in ghaf.users.accounts.sshKeys; or waive the rule: add "developer-keys" to ghaf.checks.waive',
    ],
  },
  {
    mistake: "a password in clear text in a release",
    definition: {
      ghaf: {
        ...LOGIN,
        build: "release",
        users: { accounts: { password: "open sesame" } },
      },
    },
    found: [
      'error ghaf.users.accounts.password: is in clear text in a release build, the same on every device made from it; set it to null; the user chooses a password on the device; or waive the rule: add "clear-password" to ghaf.checks.waive',
    ],
  },
  {
    mistake: "a password in clear text in a debug build",
    definition: { ghaf: { users: { accounts: { password: "open sesame" } } } },
    found: [
      "warning ghaf.users.accounts.password: is in clear text: everyone who has this description or an image of it knows it; keep it to development devices, or use ghaf.users.accounts.sshKeys instead",
    ],
  },
  {
    mistake: "a session without a login in a release",
    definition: { ghaf: { build: "release" } },
    found: [
      'error ghaf.graphics.labwc.autologinUser: is ghaf in a release build, so that whoever turns the device on is logged in; set it to null; or waive the rule: add "autologin" to ghaf.checks.waive',
    ],
  },
  {
    mistake: "a waived rule",
    definition: {
      ghaf: { build: "release", checks: { waive: ["autologin"] } },
    },
    found: [
      "warning ghaf.graphics.labwc.autologinUser: is ghaf in a release build, so that whoever turns the device on is logged in (the rule autologin is waived); set it to null",
    ],
  },
  {
    mistake: "a secret in a file of a VM of a release",
    definition: {
      ghaf: {
        ...LOGIN,
        build: "release",
        virtualization: {
          microvm: {
            netvm: {
              extraModules: [
                {
                  files: {
                    "/etc/NetworkManager/system-connections/home.nmconnection":
                      {
                        text: "[wifi-security]\npsk=correct horse\n",
                        mode: "0600",
                      },
                  },
                },
              ],
            },
          },
        },
      },
    },
    found: [
      'error ghaf.virtualization.microvm.netvm.extraModules: writes a password or key into /etc/NetworkManager/system-connections/home.nmconnection of net-vm, where everyone who has an image can read it; leave it out, and let the device ask for it or keep it in ghaf.storagevm; or waive the rule: add "secrets-in-files" to ghaf.checks.waive',
    ],
  },
  {
    mistake: "a key in a file of a VM of a debug build",
    definition: {
      ghaf: {
        virtualization: {
          microvm: {
            netvm: {
              extraModules: [
                {
                  files: {
                    "/etc/ssl/vpn.pem": {
                      text: "-----BEGIN EC PRIVATE KEY-----\n",
                    },
                  },
                },
              ],
            },
          },
        },
      },
    },
    found: [
      "warning ghaf.virtualization.microvm.netvm.extraModules: writes a password or key into /etc/ssl/vpn.pem of net-vm, where everyone who has an image can read it; leave it out, and let the device ask for it or keep it in ghaf.storagevm",
    ],
  },
];

for (const { mistake, definition, found } of CASES) {
  test(mistake, () => assert.deepEqual(findingsOf(definition), found));
}

test("a device without mistakes, in both variants", () => {
  assert.deepEqual(findingsOf({}), []);
  const release = { ...LOGIN, build: "release" } as const;
  assert.deepEqual(findingsOf({ ghaf: release }), []);
});

test("what a debug build may have, it may have", () => {
  const definition = {
    ghaf: {
      givc: { enableTls: false },
      reference: { personalize: { keys: { enable: true } } },
    },
  };
  assert.deepEqual(findingsOf(definition), []);
});

test("secrets themselves are not repeated in messages", () => {
  const said = findingsOf({
    ghaf: {
      build: "release",
      users: { accounts: { password: force("open sesame") } },
    },
  });
  assert.ok(said.length > 0);
  assert.ok(!said.join("\n").includes("sesame"));
});
