import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  isAgentEnvironment2024,
  readAgentEnvironment2024,
} from "./read-environment.ts";
import { readAgentConfig2024 } from "./read-file.ts";

const SINGLE = {
  NAME: "net-vm",
  ADDR: "192.168.101.1",
  PORT: "9000",
  PROTO: "tcp",
  DEBUG: "true",
  TYPE: "8",
  SUBTYPE: "9",
  PARENT: "microvm@net-vm.service",
  SERVICES: "poweroff.target  sync.service ",
  ADMIN_SERVER_NAME: "admin-vm",
  ADMIN_SERVER_ADDR: "192.168.101.10",
  ADMIN_SERVER_PORT: "9001",
  ADMIN_SERVER_PROTO: "tcp",
  TLS: "true",
  CA_CERT: "/ca",
  HOST_CERT: "/cert",
  HOST_KEY: "/key",
  WIFI: "true",
  HWID: "0",
  PATH: "/bin",
};

const JSON_FORM = {
  AGENT: JSON.stringify({
    name: "app-vm",
    addr: "10.0.0.2",
    port: "9000",
    protocol: "tcp",
  }),
  TYPE: "12",
  SUBTYPE: "13",
  PARENT: "microvm@app-vm.service",
  ADMIN_SERVER: '{"Name":"admin-vm","Addr":"10.0.0.1","Port":"9001"}',
  TLS_CONFIG:
    '{"enable":true,"caCertPath":"/ca","certPath":"/cert","keyPath":"/key"}',
  APPLICATIONS:
    '[{"name":"foot","command":"/bin/foot","args":["file"],"directories":["/tmp"]}]',
};

test("recognised by the variables without which nothing started", () => {
  assert.ok(isAgentEnvironment2024(SINGLE));
  assert.ok(isAgentEnvironment2024(JSON_FORM));
  assert.ok(!isAgentEnvironment2024({ NAME: "my-laptop" }));
  assert.ok(!isAgentEnvironment2024({ NAME: "x", ADDR: "" }));
});

test("single variables mean what the same file means", () => {
  const { config, debug, notice } = readAgentEnvironment2024(SINGLE);
  const file = readAgentConfig2024({
    name: "net-vm",
    addr: "192.168.101.1",
    port: "9000",
    type: 8,
    subType: 9,
    parent: "microvm@net-vm.service",
    services: ["poweroff.target", "sync.service"],
    admin: { name: "admin-vm", addr: "192.168.101.10", port: "9001" },
    tls: { caCertPath: "/ca", certPath: "/cert", keyPath: "/key" },
    wifiManager: true,
  });
  assert.deepEqual(config, file.config);
  assert.equal(debug, true);
  assert.match(notice, /^environment: read in the form of 2024/);
});

test("JSON variables", () => {
  const { config, debug } = readAgentEnvironment2024(JSON_FORM);
  assert.equal(debug, false);
  assert.equal(config.identity.unit, "givc-app-vm.service");
  assert.deepEqual(config.network.admin, {
    name: "admin-vm",
    endpoint: { kind: "tcp", host: "10.0.0.1", port: 9001 },
    strings: { protocol: "tcp", address: "10.0.0.1", port: "9001" },
  });
  assert.deepEqual(config.network.tls, {
    caCert: "/ca",
    cert: "/cert",
    key: "/key",
  });
  assert.deepEqual(config.applications[0]?.directories, ["/tmp"]);
  assert.deepEqual(config.warnings, []);
});

test("ADMIN is another name of ADMIN_SERVER, and NAME wins over AGENT", () => {
  const { ADMIN_SERVER, ...rest } = JSON_FORM;
  const env = { ...rest, ADMIN: ADMIN_SERVER, NAME: "other" };
  const { config } = readAgentEnvironment2024(env);
  assert.equal(config.network.admin.name, "admin-vm");
  assert.equal(config.identity.name, "other");
});

test("VM units that came in lists of their own", () => {
  const { units } = readAgentEnvironment2024({
    ...SINGLE,
    TYPE: "0",
    SUBTYPE: "1",
    SERVICES: "reboot.target",
    ADMVMS: "microvm@admin-vm.service",
    SYSVMS: "microvm@net-vm.service microvm@gui-vm.service",
    APPVMS: "microvm@chromium-vm.service",
  }).config;
  assert.deepEqual(Object.fromEntries(units), {
    "reboot.target": 1,
    "microvm@admin-vm.service": 3,
    "microvm@net-vm.service": 7,
    "microvm@gui-vm.service": 7,
    "microvm@chromium-vm.service": 11,
  });
});

test("TLS is on unless a variable says false", () => {
  const { TLS: _, ...unsaid } = SINGLE;
  assert.ok(readAgentEnvironment2024(unsaid).config.network.tls);
  const off = readAgentEnvironment2024({ ...SINGLE, TLS: "false" });
  assert.equal(off.config.network.tls, undefined);
});

test("what has no translation is said", () => {
  const { warnings } = readAgentEnvironment2024({
    ...SINGLE,
    SOCKET_PROXY: "[]",
    ADMVMS: "microvm@a.service microvm@b.service",
  }).config;
  assert.deepEqual(warnings, [
    "SOCKET_PROXY: has no translation; write a file",
    "ADMVMS: only the first unit counts",
  ]);
});

test("mistakes are reported under the variables' names, all at once", () => {
  assert.throws(
    () =>
      readAgentEnvironment2024({
        ...JSON_FORM,
        TYPE: "app",
        EXEC: "yes",
        ADMIN_SERVER: '{"port":9001}',
        TLS_CONFIG: "{",
        APPLICATIONS: '[{"name":3}]',
      }),
    {
      name: "ConfigError",
      message: [
        "environment: 5 problems:",
        '  TYPE: expected a whole number, got "app" (string)',
        '  APPLICATIONS[0].name: expected a string, got 3 (number); put it in quotes: "3"',
        '  TLS_CONFIG: expected JSON text, got "{" (string)',
        '  ADMIN_SERVER.port: expected a string, got 9001 (number); put it in quotes: "9001"',
        '  EXEC: expected true or false, got "yes" (string)',
      ].join("\n"),
    },
  );
});

test("fails with nothing but a ConfigError, whatever is set", () => {
  const text = fc.oneof(fc.string(), fc.json());
  const names = [...Object.keys(SINGLE), ...Object.keys(JSON_FORM), "ADMVMS"];
  const environment = fc.record(
    Object.fromEntries(names.map((name) => [name, text])),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(environment, (untrusted) => {
      try {
        readAgentEnvironment2024(untrusted);
      } catch (error) {
        assert.equal(error instanceof Error && error.name, "ConfigError");
      }
    }),
  );
});
