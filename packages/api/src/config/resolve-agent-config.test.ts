import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError } from "./findings.ts";
import { readAgentConfig } from "./read-agent-config.ts";

const ADMIN = {
  transport: { name: "admin-vm", addr: "10.0.0.10", port: "9001" },
};
const AGENT = {
  transport: {
    name: "app-vm",
    addr: "10.0.0.20",
    port: "9000",
    protocol: "tcp",
  },
};
const TLS = { enable: true, caCertPath: "/c", certPath: "/d", keyPath: "/e" };

/** A usable configuration with parts of it replaced. */
function config(parts: object = {}): unknown {
  return {
    identity: { name: "app-vm", type: 12, subType: 13 },
    network: { admin: ADMIN, agent: AGENT, tls: TLS },
    ...parts,
  };
}

function network(parts: object): unknown {
  return config({
    network: { admin: ADMIN, agent: AGENT, tls: TLS, ...parts },
  });
}

function agentAt(transport: object): unknown {
  return network({ agent: { transport: { name: "app-vm", ...transport } } });
}

function applications(...list: object[]): unknown {
  return config({ capabilities: { applications: list } });
}

/** The problems, one line each. */
function refusal(untrustedJson: unknown): string[] {
  try {
    readAgentConfig(untrustedJson, "x.json");
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    assert.equal(error.code, "invalid-config");
    assert.ok(error.message.startsWith("x.json: "));
    return error.problems.map(
      ({ path, expected, given }) => `${path}: ${expected} / ${given}`,
    );
  }
  return assert.fail("was accepted");
}

test("a complete configuration has every field, parsed", () => {
  const resolved = readAgentConfig({
    identity: {
      name: "app-vm",
      type: 12,
      subType: 13,
      parent: "microvm@app-vm.service",
    },
    network: { admin: ADMIN, agent: AGENT, tls: TLS },
    capabilities: {
      services: ["sync.service", "poweroff.target"],
      applications: [
        {
          name: "viewer",
          command: "/bin/viewer --quiet",
          args: ["file", "flag"],
          directories: ["/srv/docs"],
        },
      ],
      policy: { enable: true, storePath: "/etc/policies", policies: { p: "" } },
    },
    accessControl: { enable: false, rulesFile: "/etc/rules.cedar" },
  });
  assert.deepEqual(resolved, {
    identity: {
      name: "app-vm",
      unit: "givc-app-vm.service",
      type: 12,
      subType: 13,
      parent: "microvm@app-vm.service",
    },
    network: {
      admin: {
        name: "admin-vm",
        endpoint: { kind: "tcp", host: "10.0.0.10", port: 9001 },
        strings: { protocol: "tcp", address: "10.0.0.10", port: "9001" },
      },
      agent: {
        name: "app-vm",
        endpoint: { kind: "tcp", host: "10.0.0.20", port: 9000 },
        strings: { protocol: "tcp", address: "10.0.0.20", port: "9000" },
      },
      tls: { caCert: "/c", cert: "/d", key: "/e" },
    },
    units: new Map([
      ["sync.service", 13],
      ["poweroff.target", 13],
    ]),
    applications: [
      {
        name: "viewer",
        command: "/bin/viewer --quiet",
        args: ["file", "flag"],
        directories: ["/srv/docs"],
        instances: "guess",
      },
    ],
    enabled: ["policy"],
    accessControl: { enable: false, rulesFile: "/etc/rules.cedar" },
    supervisor: { kind: "systemd", units: [], logFolder: undefined },
    warnings: [],
  });
});

test("every unit has the type number of its list, the later one wins", () => {
  const { units } = readAgentConfig(
    config({
      identity: { name: "host", type: 0, subType: 1 },
      capabilities: {
        services: ["a.service", "microvm@net-vm.service"],
        vmServices: {
          adminVm: "microvm@admin-vm.service",
          systemVms: ["microvm@net-vm.service", "microvm@both.service"],
          appVms: ["microvm@both.service"],
        },
      },
    }),
  );
  assert.deepEqual(Object.fromEntries(units), {
    "a.service": 1,
    "microvm@net-vm.service": 7,
    "microvm@admin-vm.service": 3,
    "microvm@both.service": 11,
  });
});

test("a malformed unit name is left out and said", () => {
  const { units, warnings } = readAgentConfig(
    config({ capabilities: { services: ["a.service", "../b", ""] } }),
  );
  assert.deepEqual([...units.keys()], ["a.service"]);
  assert.deepEqual(warnings, [
    'capabilities.services[1]: left out, "../b" (string) is not a unit name',
    'capabilities.services[2]: left out, "" (string) is not a unit name',
  ]);
});

test("an empty configuration is told everything that is missing", () => {
  const address = "an address (transport with name, addr, port, protocol)";
  assert.deepEqual(refusal({}), [
    "identity.name: an agent name (letters, digits, `_`, `-` and `.`, at most 64) / nothing",
    `network.admin: ${address} / nothing`,
    `network.agent: ${address} / nothing`,
  ]);
  assert.deepEqual(refusal(network({ admin: {} })), [
    `network.admin.transport: ${address} / nothing`,
  ]);
});

test("mistakes of reading and of resolving come together, each once", () => {
  const json = {
    identity: { name: 7, type: 15 },
    network: { admin: { transport: "x" }, agent: { transport: { addr: 1 } } },
    capabilities: { applications: [5, { name: "b", command: "" }] },
  };
  assert.deepEqual(
    refusal(json).map((line) => line.split(": ")[0]),
    [
      "identity.name",
      "network.admin.transport",
      "network.agent.transport.addr",
      "capabilities.applications[0]",
      "identity.type",
      "network.agent.transport.port",
      "capabilities.applications[1].command",
    ],
  );
});

test("the message names the file and lists every problem", () => {
  assert.throws(() => readAgentConfig({}, "/etc/a.json"), {
    name: "ConfigError",
    message: /^\/etc\/a\.json: 3 problems:\n {2}identity\.name: expected /,
  });
  assert.throws(() => readAgentConfig(3, "/etc/a.json"), {
    message: "/etc/a.json: configuration: expected an object, got 3 (number)",
  });
});

test("endpoints: protocol, address and port are each blamed for their own", () => {
  const at = "network.agent.transport";
  assert.deepEqual(refusal(agentAt({ addr: "10.0.0.2", port: "99999" })), [
    `${at}.port: a port number in a string / "99999" (string)`,
  ]);
  assert.deepEqual(refusal(agentAt({ addr: "a b", port: "" })), [
    `${at}.addr: an IP address or host name / "a b" (string)`,
    `${at}.port: a port number in a string / nothing`,
  ]);
  assert.deepEqual(refusal(agentAt({ addr: "x", protocol: "udp" })), [
    `${at}.protocol: one of tcp, vsock, unix, abstract / "udp" (string)`,
  ]);
  assert.deepEqual(refusal(agentAt({ addr: "", protocol: "unix" })), [
    `${at}.addr: the path of a socket, at most 107 bytes / nothing`,
  ]);
  assert.deepEqual(
    refusal(agentAt({ addr: "x", port: "1", protocol: "vsock" })),
    [`${at}.addr: a context number / "x" (string)`],
  );
});

test("endpoints of every protocol", () => {
  const endpointOf = (transport: object) =>
    readAgentConfig(agentAt(transport)).network.agent.endpoint;
  assert.deepEqual(endpointOf({ addr: "/run/a", protocol: "unix" }), {
    kind: "unix",
    path: "/run/a",
  });
  assert.deepEqual(endpointOf({ addr: "3", port: "9000", protocol: "vsock" }), {
    kind: "vsock",
    cid: 3,
    port: 9000,
  });
  assert.deepEqual(endpointOf({ addr: "givc", protocol: "abstract" }), {
    kind: "abstract",
    name: "givc",
  });
});

test("TLS needs its three files and both names", () => {
  const nameless = { transport: { addr: "10.0.0.1", port: "1" } };
  const tls = { enable: true };
  assert.deepEqual(
    refusal(network({ admin: nameless, agent: nameless, tls })).map(
      (line) => line.split(": ")[0],
    ),
    [
      "network.admin.transport.name",
      "network.agent.transport.name",
      "network.tls.caCertPath",
      "network.tls.certPath",
      "network.tls.keyPath",
    ],
  );
  const plain = readAgentConfig(network({ admin: nameless, tls: null }));
  assert.equal(plain.network.tls, undefined);
});

test("says when the two names of the agent differ", () => {
  const { warnings } = readAgentConfig(
    agentAt({ name: "other", addr: "::1", port: "1" }),
  );
  assert.deepEqual(warnings, [
    'network.agent.transport.name: "other" (string) is not identity.name "app-vm" (string); an admin may refuse the registration',
  ]);
});

test("the manifest's rules", () => {
  const at = "capabilities.applications";
  const names =
    "an application name (letters, digits, `_` and `-`, at most 64)";
  const good = { name: "a", command: "/bin/a" };
  assert.deepEqual(refusal(applications({ ...good, args: ["flag", "path"] })), [
    `${at}[0].args[1]: flag, url or file / "path" (string)`,
  ]);
  assert.deepEqual(
    refusal(applications(good, { name: "b", command: "b" }, good)),
    [`${at}[2].name: a name that no application before it has / "a" (string)`],
  );
  assert.deepEqual(refusal(applications({ ...good, args: ["file"] })), [
    `${at}[0].directories: the directories that its file arguments are in / nothing`,
  ]);
  assert.deepEqual(refusal(applications({ ...good, directories: ["/a"] })), [
    `${at}[0].directories: no directories, since args has no file / a list of 1`,
  ]);
  assert.deepEqual(refusal(applications({ command: "" })), [
    `${at}[0].name: ${names} / nothing`,
    `${at}[0].command: a program, then its arguments separated by single spaces / nothing`,
  ]);
  assert.deepEqual(refusal(applications({ ...good, name: "a.b" })), [
    `${at}[0].name: ${names} / "a.b" (string)`,
  ]);
  assert.deepEqual(
    refusal(applications({ ...good, args: ["file"], directories: ["x"] })),
    [`${at}[0].directories[0]: an absolute path / "x" (string)`],
  );
});
