import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTHING_ALLOCATED } from "../allocation/allocation.ts";
import { plan } from "../plan.ts";
import { deviceWith, oneApp } from "../testing.ts";

function hostRules(app: Parameters<typeof oneApp>[0]): string {
  const { artifacts } = plan(deviceWith(oneApp(app)), NOTHING_ALLOCATED);
  const rules = artifacts.find(
    ({ system, path }) =>
      system === "ghaf-host" && path === "/etc/nftables.conf",
  );
  return rules?.text ?? assert.fail("the host has no rules");
}

test("a QEMU has no sockets of the host's network, but where it is the network of its VM itself", () => {
  const all = /meta skuid 1879048192-2147483647 drop/;
  assert.match(hostRules({}), all);
  assert.doesNotMatch(hostRules({}), /skuid.*accept/);
  const interfaces = [{ type: "user" as const, id: "out" }];
  const rules = hostRules({ microvm: { interfaces } });
  assert.match(rules, all);
  const [, byte = ""] =
    /meta skuid & 255 == (\d+) accept comment "the QEMU of one-vm"/.exec(
      rules,
    ) ?? [];
  assert.match(rules, new RegExp(`192\\.168\\.100\\.${byte}\\b`));
});
