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

test("a QEMU has no sockets of the host's network, but where it is the network of a VM itself", () => {
  assert.match(hostRules({}), /meta skuid 1879048192-2147483647 drop/);
  const interfaces = [{ type: "user" as const, id: "out" }];
  assert.doesNotMatch(hostRules({ microvm: { interfaces } }), /skuid/);
});
