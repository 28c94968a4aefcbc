import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readAgentConfig } from "../read-agent-config.ts";
import { isAgentConfig2024, readAgentConfig2024 } from "./read-file.ts";

const TLS = { caCertPath: "/c.crt", certPath: "/h.pem", keyPath: "/k.pem" };
const ADMIN = { name: "admin-vm", addr: "192.168.1.1", port: "9001" };
/** As in the README of then. */
const HOST = {
  name: "host",
  addr: "192.168.1.2",
  port: "9000",
  services: [
    "microvm@chromium-vm.service",
    "microvm@net-vm.service",
    "microvm@admin-vm.service",
    "poweroff.target",
    "reboot.target",
  ],
  tls: TLS,
  admin: ADMIN,
};
const APP_VM = {
  name: "application-vm",
  addr: "192.168.1.123",
  port: "9000",
  applications: '{"appflowy": "run-waypipe appflowy"}',
  tls: TLS,
  admin: ADMIN,
};

test("recognised by keys of then and none of today", () => {
  assert.ok(isAgentConfig2024(HOST));
  assert.ok(isAgentConfig2024({ Name: "x" }));
  assert.ok(!isAgentConfig2024({}));
  assert.ok(!isAgentConfig2024({ name: "x", Identity: {} }));
  assert.ok(!isAgentConfig2024("name"));
});

test("the host of the README", () => {
  const { config, debug } = readAgentConfig2024(HOST);
  assert.equal(debug, false);
  assert.deepEqual(config.identity, {
    name: "host",
    unit: "givc-host.service",
    type: 0,
    subType: 1,
    parent: undefined,
  });
  assert.deepEqual(Object.fromEntries(config.units), {
    "poweroff.target": 1,
    "reboot.target": 1,
    "microvm@admin-vm.service": 3,
    "microvm@net-vm.service": 7,
    "microvm@chromium-vm.service": 11,
  });
  assert.deepEqual(config.network.admin.strings, {
    protocol: "tcp",
    address: "192.168.1.1",
    port: "9001",
  });
  assert.deepEqual(config.network.tls, {
    caCert: "/c.crt",
    cert: "/h.pem",
    key: "/k.pem",
  });
});

test("each service VM of then is a system VM, every other an application VM", () => {
  const unit = (vm: string) => `microvm@${vm}.service`;
  const system = ["net-vm", "gui-vm", "audio-vm", "ids-vm"];
  const app = ["chromium-vm", "net-vm-2", "business"];
  const services = [...app, "admin-vm", ...system].map(unit);
  const { config } = readAgentConfig2024({ ...HOST, services });
  const types: Record<string, number> = Object.fromEntries(config.units);
  for (const vm of system) assert.equal(types[unit(vm)], 7);
  for (const vm of app) assert.equal(types[unit(vm)], 11);
});

test("an application VM, its manifest as text, object or list", () => {
  const list = [{ name: "appflowy", command: "run-waypipe appflowy" }];
  const object = { appflowy: "run-waypipe appflowy" };
  for (const applications of [
    APP_VM.applications,
    object,
    list,
    JSON.stringify(list),
  ]) {
    const { config } = readAgentConfig2024({ ...APP_VM, applications });
    assert.equal(config.identity.type, 12);
    assert.equal(config.identity.parent, "microvm@application-vm.service");
    assert.deepEqual(config.applications, [
      {
        name: "appflowy",
        command: "run-waypipe appflowy",
        args: [],
        directories: [],
        instances: "guess",
      },
    ]);
  }
});

test("a system VM, and what is written wins over what is told from it", () => {
  const { applications: _, ...plain } = APP_VM;
  const { identity } = readAgentConfig2024(plain).config;
  assert.deepEqual([identity.type, identity.subType], [8, 9]);
  const said = readAgentConfig2024({
    ...APP_VM,
    type: 8,
    subType: 13,
    parent: "",
    wifiManager: true,
    hwidService: true,
  }).config;
  assert.deepEqual([said.identity.type, said.identity.subType], [8, 13]);
  assert.equal(said.identity.parent, undefined);
  assert.deepEqual(said.enabled, ["wifi", "hwid"]);
});

test("TLS is off only when it is switched off", () => {
  const off = readAgentConfig2024({ ...HOST, tls: { enable: false } });
  assert.equal(off.config.network.tls, undefined);
  assert.throws(
    () => readAgentConfig2024({ ...HOST, tls: undefined }, "/a.json"),
    /translated from the form of 2024: 3 problems:\n {2}network\.tls\.caCertPath: /,
  );
});

test("the notice holds a file with the same meaning, and no key", () => {
  for (const json of [HOST, APP_VM]) {
    const { config, notice } = readAgentConfig2024(json, "/a.json");
    assert.match(notice, /^\/a\.json: read in the form of 2024/);
    const file = JSON.parse(notice.slice(notice.indexOf("\n")));
    assert.deepEqual(readAgentConfig(file), config);
  }
  const pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQ";
  const leaking = { ...HOST, tls: { ...TLS, keyPath: pem } };
  assert.ok(!readAgentConfig2024(leaking).notice.includes("MC4CAQ"));
});

test("mistakes are reported under the names of then", () => {
  assert.throws(
    () =>
      readAgentConfig2024(
        { ...HOST, port: 9000, admin: { addr: 1 }, applications: "{" },
        "/a.json",
      ),
    {
      name: "ConfigError",
      message:
        '/a.json: 3 problems:\n  applications: expected JSON text, got "{" (string)\n' +
        '  port: expected a string, got 9000 (number); put it in quotes: "9000"\n' +
        '  admin.addr: expected a string, got 1 (number); put it in quotes: "1"',
    },
  );
});

test("unknown keys are tolerated with the name that was meant", () => {
  const { config } = readAgentConfig2024({ ...HOST, adr: "x" });
  assert.deepEqual(config.warnings, [
    'adr: unknown key, ignored; did you mean "addr"?',
  ]);
});

test("fails with nothing but a ConfigError, whatever it is given", () => {
  const some = fc.record(
    { name: fc.anything(), applications: fc.anything(), tls: fc.anything() },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(some, fc.anything()), (untrusted) => {
      try {
        readAgentConfig2024(untrusted);
      } catch (error) {
        assert.equal(error instanceof Error && error.name, "ConfigError");
      }
    }),
  );
});
