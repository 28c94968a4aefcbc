/** What givc-agent accepts as its configuration, what it refuses, and what it says. */

import assert from "node:assert/strict";
import { chmod, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { UnitControlService } from "@ghaf/api/proto/systemd/systemd";
import { createRpcClient } from "@ghaf/api/rpc";
import type { Finished } from "./program.ts";
import {
  agentConfig,
  startAgent,
  unitsOf,
  writeConfig,
} from "./running-agent.ts";
import {
  AGENT_PORT,
  type Machine,
  TestDevice,
  tcpServer,
} from "./test-device.ts";
import { until } from "./until.ts";

let device: TestDevice;
let machine: Machine;

before(async () => {
  device = await TestDevice.create();
  machine = await device.machine("net-vm", 4);
});

after(() => device.close());

test("without configuration: usage, and exit 1 as Go's flags did", async () => {
  const { code, stderr } = await device.run("givc-agent", []);
  assert.equal(code, 1);
  assert.match(stderr, /^givc-agent: -config is missing\ngivc-agent -config/);
});

test("a flag that is not known, or lacks its value", async () => {
  for (const [flag, text] of [
    ["-confg", "Unknown option '--confg'"],
    ["--config", "'--config <value>' argument missing"],
    ["extra", "Unexpected argument 'extra'"],
  ] as const) {
    const { code, stderr } = await device.run("givc-agent", [flag]);
    assert.equal(code, 2);
    assert.ok(stderr.includes(text), stderr);
    assert.match(stderr, /givc-agent -config FILE/);
  }
});

test("help and version, with one dash or two", async () => {
  for (const flag of ["-help", "--help", "-h"]) {
    const { code, stdout } = await device.run("givc-agent", [flag]);
    assert.equal(code, 0);
    assert.match(stdout, /^givc-agent -config FILE/);
  }
  for (const flag of ["-version", "--version"]) {
    const { code, stdout } = await device.run("givc-agent", [flag]);
    assert.equal(code, 0);
    assert.match(stdout, /^givc-agent \d+\.\d+\.\d+\n$/);
  }
});

test("a file that is not there, is a folder, or is no JSON", async () => {
  const broken = device.path("broken.json");
  await writeFile(broken, '{\n  "identity": {"name": "x",}\n}');
  const files = [
    ["/nowhere.json", "configuration file /nowhere.json does not exist"],
    [device.folder, `configuration file ${device.folder} is a directory`],
    [broken, `${broken} is not JSON: line 2, column 28: expected`],
  ] as const;
  for (const [path, text] of files) failed(await run(path), text);
});

test("every mistake in the file is listed with its path", async () => {
  const config = {
    ...agentConfig(device, { machine }),
    identity: { name: "net vm", type: "host", subType: 99 },
    capabilities: {
      services: "sshd.service",
      applications: [{ name: "viewer" }],
    },
    supervisor: { kind: "docker", units: [{ name: "a.service" }] },
  };
  const path = await writeConfig(device, "mistakes", config);
  const finished = await run(path);
  failed(finished, `givc-agent: ${path}: 7 problems:`);
  for (const line of [
    'identity.name: expected an agent name (letters, digits, `_`, `-` and `.`, at most 64), got "net vm" (string)',
    "identity.type: expected a whole number",
    "identity.subType: expected a unit type number from 0 to 14, got 99",
    'capabilities.services: expected a list, got "sshd.service" (string)',
    "capabilities.applications[0].command: expected",
    'supervisor.kind: expected systemd or local, got "docker" (string)',
    "supervisor.units[0].command: expected a list that begins with a program",
  ]) {
    assert.ok(finished.stderr.includes(`\n  ${line}`), finished.stderr);
  }
});

test("without a network there is nothing to do", async () => {
  const config = { identity: { name: "net-vm" } };
  const finished = await run(await writeConfig(device, "none", config));
  failed(finished, "network.admin: expected an address");
  failed(finished, "network.agent: expected an address");
});

test("an unknown key is warned of with the nearest name", async () => {
  const config = agentConfig(device, { machine });
  const { supervisor } = config;
  const path = await writeConfig(device, "unknown", {
    ...config,
    supervisor: { ...supervisor, unit: [] },
  });
  const program = device.start("givc-agent", ["-config", path]);
  await program.said(
    'supervisor.unit: unknown key, ignored; did you mean "units"?',
  );
  await unitsOf(device, machine);
  assert.equal((await program.stop()).code, 0);
});

test("TLS files that cannot be used are named", async () => {
  const config = agentConfig(device, { machine });
  const { network } = config;
  const tls = { ...network.tls, certPath: "/nowhere/cert.pem" };
  const changed = { ...config, network: { ...network, tls } };
  const path = await writeConfig(device, "tls", changed);
  failed(await run(path), "cannot read /nowhere/cert.pem: ENOENT");
});

test("a key that others can read is warned of", async () => {
  const open = await device.machine("open-vm", 5);
  await chmod(open.files.key, 0o640);
  const config = agentConfig(device, { machine: open });
  const path = await writeConfig(device, "open", config);
  const program = device.start("givc-agent", ["-config", path]);
  await program.said(`private key ${open.files.key} has mode 0640`);
  await program.stop();
});

test("access control is refused, not ignored", async () => {
  const config = {
    ...agentConfig(device, { machine }),
    accessControl: { enable: true, rulesFile: "/etc/rules.cedar" },
  };
  const finished = await run(await writeConfig(device, "acl", config));
  failed(finished, "accessControl.enable");
  failed(finished, "not in this version");
});

test("what is not built yet is left out with a warning", async () => {
  const capabilities = { exec: { enable: true }, wifi: { enable: true } };
  const config = agentConfig(device, { machine, capabilities });
  const path = await writeConfig(device, "later", config);
  const program = device.start("givc-agent", ["-config", path]);
  await program.said(/warning: .*exec/);
  await program.said(/warning: .*wifi/);
  await unitsOf(device, machine);
  assert.equal((await program.stop()).code, 0);
});

test("an address of another machine is tried for a while, and SIGTERM ends that", async () => {
  const away = { ...machine, address: "192.0.2.1" };
  const config = agentConfig(device, { machine: away });
  const path = await writeConfig(device, "away", config);
  const program = device.start("givc-agent", ["-config", path]);
  await program.said("not listening yet");
  await program.said("this machine does not have that address");
  assert.equal((await program.stop()).code, 0);
});

test("it works without an admin", async () => {
  const units = [{ name: "sync.service", command: ["sleep", "1000"] }];
  const capabilities = { services: ["sync.service"] };
  const agent = await startAgent(device, { machine, capabilities, units });
  const { UnitStatus } = await agent.client.startUnit({
    UnitName: "sync.service",
  });
  assert.equal(UnitStatus?.ActiveState, "active");
  assert.equal((await agent.program.stop()).code, 0);
});

/** Where no bus can be: the machine's own systemd is nothing for a test. */
const NO_BUS = {
  DBUS_SYSTEM_BUS_ADDRESS: "unix:path=/nowhere/bus",
  DBUS_SESSION_BUS_ADDRESS: "unix:path=/nowhere/bus",
};

test("single variables of 2024 start an agent, and the translation is printed", async () => {
  const { caCert, cert, key } = machine.files;
  await translated([], {
    NAME: "net-vm",
    ADDR: machine.address,
    PORT: `${AGENT_PORT}`,
    PROTO: "tcp",
    TYPE: "8",
    SUBTYPE: "9",
    PARENT: "microvm@net-vm.service",
    SERVICES: "wifi.service",
    ADMIN_SERVER_NAME: "admin-vm",
    ADMIN_SERVER_ADDR: device.address(10),
    ADMIN_SERVER_PORT: "9001",
    ADMIN_SERVER_PROTO: "tcp",
    TLS: "true",
    CA_CERT: caCert,
    HOST_CERT: cert,
    HOST_KEY: key,
  });
});

test("JSON variables of 2024 do the same", async () => {
  const { admin, agent, tls } = form2024();
  await translated([], {
    AGENT: JSON.stringify(agent),
    ADMIN_SERVER: JSON.stringify(admin),
    TLS_CONFIG: JSON.stringify(tls),
    TYPE: "8",
    SUBTYPE: "9",
    PARENT: "microvm@net-vm.service",
    SERVICES: "wifi.service",
  });
});

test("a file of 2024 does the same", async () => {
  const { admin, agent, tls } = form2024();
  const services = ["wifi.service"];
  const parent = "microvm@net-vm.service";
  const form = { ...agent, services, tls, admin, type: 8, subType: 9, parent };
  const path = await writeConfig(device, "form-2024", form);
  await translated(["-config", path], {});
});

test("mistakes in variables of 2024 are named by the variable", async () => {
  const variables = { NAME: "net-vm", ADDR: "no address!" };
  const env = { ...variables, TYPE: "host", DEBUG: "yes", TLS_CONFIG: "{" };
  const finished = await device.run("givc-agent", [], { env });
  failed(finished, 'TYPE: expected a whole number, got "host" (string)');
  failed(finished, 'DEBUG: expected true or false, got "yes" (string)');
  failed(finished, 'TLS_CONFIG: expected JSON text, got "{" (string)');
  const later = await device.run("givc-agent", [], { env: variables });
  failed(later, "environment, translated from the form of 2024: ");
  failed(
    later,
    'network.agent.transport.addr: expected an IP address or host name, got "no address!"',
  );
});

function form2024() {
  const { caCert, cert, key } = machine.files;
  const place = { port: `${AGENT_PORT}`, protocol: "tcp" };
  return {
    agent: { name: "net-vm", addr: machine.address, ...place },
    admin: {
      name: "admin-vm",
      addr: device.address(10),
      port: "9001",
      protocol: "tcp",
    },
    tls: { enable: true, caCertPath: caCert, certPath: cert, keyPath: key },
  };
}

/** Starts it, finds the translation in its log, and sees it serve. */
async function translated(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const options = { env: { ...NO_BUS, ...env } };
  const program = device.start("givc-agent", args, options);
  await program.said("read in the form of 2024");
  const words = ['"wifi.service"', `"${machine.address}"`, '"identity"'];
  for (const word of words) await program.said(word);
  const admin = await device.machine("admin-vm", 10);
  const transport = await device.dial(admin, tcpServer(machine, AGENT_PORT));
  const client = createRpcClient(UnitControlService, transport);
  // Nobody runs units here, and that it says in its own words.
  await until("the answer of the agent", async () => {
    const asked = client.startUnit({ UnitName: "wifi.service" });
    return asked.then(
      () => false,
      (error: Error) => error.message.startsWith("cannot start unit"),
    );
  });
  assert.equal((await program.stop()).code, 0);
}

function run(config: string): Promise<Finished> {
  return device.run("givc-agent", ["-config", config]);
}

function failed(finished: Finished, text: string): void {
  assert.ok(finished.stderr.includes(text), finished.stderr);
  assert.equal(finished.code, 1);
  assert.equal(finished.stdout, "");
}
