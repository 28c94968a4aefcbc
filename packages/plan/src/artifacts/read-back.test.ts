/** What agents and the server of the control plane find in their files, read by the code that they read with. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAdminConfig, readAgentConfig } from "@ghaf/api/config";
import type { System } from "@ghaf/system";
import { NOTHING_ALLOCATED } from "../allocation/allocation.ts";
import { plan } from "../plan.ts";
import { deviceWith, laptop, oneApp } from "../testing.ts";

function textOf(device: System, system: string, path: string): string {
  const { artifacts, problems } = plan(device, NOTHING_ALLOCATED);
  assert.deepEqual(problems, []);
  const artifact = artifacts.find(
    (one) => one.system === system && one.path === path,
  );
  return artifact?.text ?? "";
}

const AGENT = "/etc/givc-agent/config.json";
const device = laptop();
const agentOf = (system: string) =>
  readAgentConfig(JSON.parse(textOf(device, system, AGENT)));

for (const { name, agent } of device.vms) {
  test(`the agent of ${name} reads its file without a warning`, () => {
    if (agent === null) {
      assert.equal(textOf(device, name, AGENT), "");
      return;
    }
    const config = agentOf(name);
    assert.deepEqual(config.warnings, []);
    assert.equal(config.identity.unit, `givc-${name}.service`);
    assert.equal(config.identity.parent, `microvm@${name}.service`);
    assert.deepEqual(config.network.admin.endpoint, {
      ...{ kind: "tcp", host: "192.168.100.10", port: 9001 },
    });
    assert.deepEqual(config.network.tls, {
      caCert: "/run/givc/ca-cert.pem",
      cert: "/run/givc/cert.pem",
      key: "/run/givc/key.pem",
    });
  });
}

test("the agent of the host controls every VM, in the network that it is in", () => {
  const { identity, network, units, warnings } = agentOf("ghaf-host");
  assert.deepEqual(warnings, []);
  assert.deepEqual(
    [identity.type, identity.subType, identity.parent],
    [0, 1, undefined],
  );
  assert.equal(network.agent.strings.address, "192.168.101.2");
  assert.equal(network.admin.strings.address, "192.168.101.10");
  const types = Object.fromEntries(units);
  assert.equal(types["microvm@admin-vm.service"], 3);
  assert.equal(types["microvm@net-vm.service"], 7);
  assert.equal(types["microvm@chrome-vm.service"], 11);
  assert.equal(types["poweroff.target"], 1);
  assert.equal(units.size, device.vms.length + 3);
});

test("the agent of an application VM has its programs with what callers may add", () => {
  const { applications, identity } = agentOf("chrome-vm");
  assert.deepEqual([identity.type, identity.subType], [12, 13]);
  const [chrome] = applications;
  assert.equal(chrome?.name, "google-chrome");
  assert.match(chrome?.command ?? "", /run-waypipe .*chromium/);
  assert.deepEqual(chrome?.args, ["url", "flag"]);
});

test("both ends of a bus name the same port of the VM that has it", () => {
  const socketsOf = (system: string) =>
    JSON.parse(textOf(device, system, AGENT)).capabilities.socketProxy.sockets;
  const transport = {
    ...{ name: "net-vm", addr: "192.168.100.1" },
    ...{ port: "9010", protocol: "tcp" },
  };
  const socket = "/tmp/dbusproxy_net.sock";
  assert.deepEqual(socketsOf("net-vm"), [{ transport, server: true, socket }]);
  assert.deepEqual(socketsOf("gui-vm")[0], { transport, socket });
  const { enabled } = agentOf("net-vm");
  assert.deepEqual([...enabled].sort(), ["hwid", "socketProxy", "wifi"]);
});

test("the server listens in both networks and knows its host", () => {
  const text = textOf(device, "admin-vm", "/etc/givc-admin/config.json");
  const { config, warnings } = readAdminConfig(JSON.parse(text));
  assert.deepEqual(warnings, []);
  assert.deepEqual(config.listen, [
    ...["192.168.100.10:9001", "192.168.101.10:9001"],
  ]);
  assert.deepEqual(
    [config.useTls, config.hostAgent, config.hostKey],
    [true, "ghaf-host", "/run/givc/key.pem"],
  );
  assert.ok(config.services.includes("givc-net-vm.service"));
});

test("without TLS no file names a certificate", () => {
  const plain = deviceWith({ ...oneApp(), givc: { enableTls: false } });
  const agent = textOf(plain, "app-vm", AGENT);
  assert.equal(readAgentConfig(JSON.parse(agent)).network.tls, undefined);
  const admin = textOf(plain, "admin-vm", "/etc/givc-admin/config.json");
  const { config } = readAdminConfig(JSON.parse(admin));
  assert.deepEqual([config.useTls, config.hostKey], [false, undefined]);
});
