/** The files of an instance: what the programs that read them find. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAgentConfig } from "@ghaf/api/config";
import { NOTHING_ALLOCATED } from "../allocation/allocation.ts";
import { plan } from "../plan.ts";
import { deviceWith, oneApp } from "../testing.ts";
import { instanceFiles } from "./instance-files.ts";

const surroundings = {
  ...{ name: "desk", folder: "/var/lib/ghaf/instances/desk", port: 0 },
  uplinkSocket: null,
  agent: ["/usr/bin/node", "/usr/lib/ghaf/givc-agent.cjs"],
  runner: ["/usr/bin/node", "/usr/lib/ghaf/ghaf-runner.cjs"],
} as const;

function filesOf(device: ReturnType<typeof deviceWith>) {
  const { artifacts } = plan(device, NOTHING_ALLOCATED);
  const files = instanceFiles(device, artifacts, surroundings);
  return new Map(files.map(({ path, text }) => [path, text]));
}

test("the agent of the host has each VM as a unit, the last to stop being admin-vm", () => {
  const files = filesOf(deviceWith(oneApp()));
  const config = readAgentConfig(
    JSON.parse(files.get("host/agent-config.json") ?? ""),
  );
  assert.deepEqual(config.warnings, []);
  assert.equal(config.supervisor.kind, "local");
  const units = [...config.supervisor.units].sort(
    (one, other) => one.stopOrder - other.stopOrder,
  );
  assert.deepEqual(
    units.map(({ name }) => name),
    [
      "microvm@app-vm.service",
      "microvm@net-vm.service",
      "microvm@admin-vm.service",
    ],
  );
  assert.deepEqual(units[0]?.command.slice(1), [
    ...["/usr/lib/ghaf/ghaf-runner.cjs", "run"],
    "/var/lib/ghaf/instances/desk/microvms/app-vm",
  ]);
  assert.equal(
    config.network.tls?.key,
    "/var/lib/ghaf/instances/desk/pki/ghaf-host/key.pem",
  );
});

test("the instance relays to where the host's agent finds the admin", () => {
  const files = filesOf(deviceWith(oneApp()));
  const spec = JSON.parse(files.get("instance.json") ?? "");
  assert.deepEqual(spec.relay, {
    ...{ targetAddress: "192.168.101.10", targetPort: 9001 },
  });
  assert.deepEqual(spec.addresses, ["192.168.101.2/24"]);
  assert.equal(spec.packetFilter, "host/nftables.conf");
  assert.match(files.get("host/nftables.conf") ?? "", /table bridge ghaf/);
});
