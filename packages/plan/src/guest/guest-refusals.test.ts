/** What guest modules and accounts are refused for. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTHING_ALLOCATED } from "../allocation/allocation.ts";
import { plan } from "../plan.ts";
import { deviceWith, oneApp } from "../testing.ts";

/** Of a device with one application VM. */
function problemsOf(guest: object, user = "ghaf"): readonly string[] {
  const device = deviceWith({
    ...oneApp(guest),
    users: { accounts: { user } },
  });
  const { artifacts, problems } = plan(device, NOTHING_ALLOCATED);
  assert.equal(artifacts.length === 0, problems.length > 0);
  return problems.map(({ vm, reason, fix }) => `${vm}: ${reason}; ${fix}`);
}

test("a file that the device writes itself", () => {
  const files = { "/etc/hosts": { text: "127.0.0.1 localhost\n" } };
  assert.deepEqual(problemsOf({ files }), [
    "app-vm: /etc/hosts of app-vm is written by a guest module, and by the device itself; remove it from files or units of the VM",
  ]);
  assert.deepEqual(
    problemsOf({ files: { "/etc/hosts.allow": { text: "\n" } } }),
    [],
  );
});

test("a unit that needs a second name", () => {
  const sections = {
    Install: { Alias: "other.service", WantedBy: "x.target" },
  };
  assert.deepEqual(problemsOf({ units: { "one.service": { sections } } }), [
    "app-vm: one.service of app-vm has Alias, which nobody follows: units are enabled without systemctl; write WantedBy into each unit that the VM shall start",
  ]);
});

test("a home of somebody who is not there", () => {
  const kept = (user: string) => ({
    ghaf: { storagevm: { users: { [user]: { files: [".netrc"] } } } },
  });
  assert.deepEqual(problemsOf(kept("alice")), [
    "app-vm: app-vm keeps the home of alice (ghaf.storagevm.users), who has no account in it; name one of root, ghaf",
  ]);
  assert.deepEqual(problemsOf(kept("alice"), "alice"), []);
  assert.deepEqual(problemsOf(kept("root")), []);
});

test("an account by the name of one of Debian's", () => {
  const [first = "", ...others] = problemsOf({}, "backup");
  assert.equal(others.length, 2);
  assert.match(
    first,
    /^admin-vm: .* backup, as something of Debian's in admin-vm is; choose another name for ghaf\.users\.accounts\.user$/,
  );
});
