import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError } from "./findings.ts";
import { readAgentConfig } from "./read-agent-config.ts";

/** A usable configuration with that supervisor. */
function config(supervisor: object): unknown {
  const transport = (name: string, addr: string) => ({
    transport: { name, addr, port: "9000" },
  });
  return {
    identity: { name: "host", type: 0, subType: 1 },
    network: {
      admin: transport("admin-vm", "10.0.0.10"),
      agent: transport("host", "10.0.0.2"),
      tls: { enable: false },
    },
    supervisor,
  };
}

function supervisorOf(supervisor: object) {
  return readAgentConfig(config(supervisor)).supervisor;
}

/** `path: expected / given`, one line per problem. */
function refusal(supervisor: object): readonly string[] {
  try {
    readAgentConfig(config(supervisor));
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.map(
      ({ path, expected, given }) => `${path}: ${expected} / ${given}`,
    );
  }
  return assert.fail("it was accepted");
}

const PLAIN = {
  autostart: false,
  stopTimeoutSec: 5,
  stopOrder: 0,
  type: "simple",
  startTimeoutSec: 90,
  restart: "no",
  successExitStatus: [],
  restartExitStatus: [],
  after: [],
  freezer: undefined,
};

test("supervisor: defaults by the kind of unit", () => {
  const supervisor = supervisorOf({
    kind: "local",
    units: [
      { name: "a.service", command: ["/bin/a", "b"], autostart: true },
      { name: "microvm@x.service", command: ["/bin/vm"] },
    ],
  });
  assert.deepEqual(supervisor, {
    kind: "local",
    logFolder: undefined,
    units: [
      {
        ...PLAIN,
        name: "a.service",
        command: ["/bin/a", "b"],
        autostart: true,
        description: "a.service",
      },
      {
        ...PLAIN,
        name: "microvm@x.service",
        command: ["/bin/vm"],
        stopTimeoutSec: 120,
        description: "microvm@x.service",
      },
    ],
  });
});

test("supervisor: everything that a unit can say", () => {
  const said = {
    name: "b.service",
    command: ["b"],
    stopTimeoutSec: 0,
    stopOrder: -1,
    description: "See",
    type: "notify",
    startTimeoutSec: 0,
    restart: "on-failure",
    successExitStatus: [3],
    restartExitStatus: [4, 255],
    after: ["a.service"],
  };
  const supervisor = supervisorOf({
    kind: "local",
    logFolder: "/var/log/units",
    units: [
      { name: "a.service", command: ["a"], type: "simple", restart: "no" },
      { ...said, freezeCommand: ["f", "1"], thawCommand: ["t"] },
    ],
  });
  assert.equal(supervisor.logFolder, "/var/log/units");
  assert.deepEqual(supervisor.units[1], {
    ...PLAIN,
    ...said,
    freezer: { freeze: ["f", "1"], thaw: ["t"] },
  });
});

test("supervisor: mistakes", () => {
  const unit = { name: "a.service", command: ["a"] };
  const units = [unit, unit, { name: "b", command: [""] }];
  assert.deepEqual(refusal({ kind: "docker", units, logFolder: "logs" }), [
    'supervisor.kind: systemd or local / "docker" (string)',
    'supervisor.units[1].name: a name that no unit before it has / "a.service" (string)',
    'supervisor.units[2].name: a unit name such as sync.service / "b" (string)',
    'supervisor.units[2].command: a list that begins with a program / "" (string)',
    'supervisor.logFolder: an absolute path / "logs" (string)',
  ]);
  const { warnings } = readAgentConfig(config({ units: [unit] }));
  assert.ok(
    warnings.includes("supervisor.units: ignored, supervisor.kind is systemd"),
  );
});

test("supervisor: mistakes in what a unit says of its life", () => {
  const unit = {
    name: "a.service",
    command: ["a"],
    type: "oneshot",
    restart: "always",
    startTimeoutSec: 2_000_001,
    stopTimeoutSec: 4_000_000_000,
    successExitStatus: [255, 256],
    restartExitStatus: [1_000],
    freezeCommand: ["f"],
  };
  assert.deepEqual(refusal({ kind: "local", units: [unit] }), [
    'supervisor.units[0].type: simple or notify / "oneshot" (string)',
    "supervisor.units[0].startTimeoutSec: at most 2000000 seconds / 2000001 (number)",
    'supervisor.units[0].restart: no or on-failure / "always" (string)',
    "supervisor.units[0].successExitStatus[1]: an exit status, 0 to 255 / 256 (number)",
    "supervisor.units[0].restartExitStatus[0]: an exit status, 0 to 255 / 1000 (number)",
    "supervisor.units[0].thawCommand: a list that begins with a program / nothing",
    "supervisor.units[0].stopTimeoutSec: at most 2000000 seconds / 4000000000 (number)",
  ]);
});

test("supervisor: an order that cannot be kept is refused where it is said", () => {
  const unit = (name: string, ...after: readonly string[]) => ({
    name: `${name}.service`,
    command: [name],
    after: after.map((other) => `${other}.service`),
  });
  const at = (index: number) => `supervisor.units[${index}].after[0]`;
  const units = [
    unit("a", "b"),
    unit("b", "c"),
    unit("c", "a"),
    unit("d", "d"),
    unit("e", "f"),
    unit("g", "a"),
  ];
  assert.deepEqual(refusal({ kind: "local", units }), [
    `${at(0)}: a unit that does not wait for a.service itself / "b.service" (string)`,
    `${at(1)}: a unit that does not wait for b.service itself / "c.service" (string)`,
    `${at(2)}: a unit that does not wait for c.service itself / "a.service" (string)`,
    `${at(3)}: a unit that does not wait for d.service itself / "d.service" (string)`,
    `${at(4)}: the name of a unit of this list / "f.service" (string)`,
  ]);
});
