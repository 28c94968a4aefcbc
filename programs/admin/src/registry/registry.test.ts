/** The laws of the registry, over arbitrary commands of a few machines. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  agentUnit,
  appUnit,
  endedStatus,
  hasEnded,
  parseAppName,
  parseUnitName,
  parseVmName,
  type UnitName,
  type UnitStatus,
} from "@ghaf/api";
import fc from "fast-check";
import { runningStatus } from "../agents/fake-agent.ts";
import { applicationEntry, type Entry, unitType } from "./entry.ts";
import { isEndOfRun } from "./entry-facts.ts";
import {
  Registry,
  type RegistryCommand,
  type RegistryEvent,
} from "./registry.ts";

const VMS = ["one-vm", "two-vm"] as const;
const HOST = agentUnit("ghaf-host");
const AGENTS = [HOST, ...VMS.map((vm) => agentUnit(vm))];
const SERVICES = ["a.service", "b.service"].map(parseUnitName);
const VM_UNITS = VMS.map((vm) => parseUnitName(`microvm@${vm}.service`));
const APPS = [0, 1].map((number) => appUnit(parseAppName("foot"), number));

function endpointEntry(options: {
  agent: UnitName;
  unit: UnitName;
  type: number;
  status: UnitStatus;
}): Entry {
  const vm = /^givc-(.*-vm)\.service$/.exec(options.agent)?.[1];
  const serverName = options.agent.slice(5, -8);
  const isAgentRow = options.unit === options.agent;
  const type = unitType(options.type);
  assert.ok(type);
  return {
    agent: options.agent,
    unit: options.unit,
    type,
    status: options.status,
    placement: {
      kind: "endpoint",
      address: {
        endpoint: { kind: "tcp", host: "198.18.0.1", port: 9000 },
        serverName,
      },
      vm: isAgentRow && vm !== undefined ? parseVmName(vm) : "",
      source: "session",
    },
  };
}

const starting = (unit: UnitName): UnitStatus => {
  return { ...endedStatus(unit), activeState: "activating", subState: "start" };
};
const waiting = (unit: UnitName): UnitStatus => {
  return { ...starting(unit), subState: "auto-restart" };
};

const status = (unit: UnitName) =>
  fc.constantFrom<UnitStatus>(
    runningStatus(unit),
    { ...runningStatus(unit), freezerState: "frozen" },
    starting(unit),
    waiting(unit),
    endedStatus(unit),
    { ...endedStatus(unit), activeState: "failed", subState: "failed" },
  );

const agentRow = (agent: UnitName) =>
  status(agent).map((found) =>
    endpointEntry({
      agent,
      unit: agent,
      type: agent === HOST ? 0 : 12,
      status: found,
    }),
  );

const otherRow = (agent: UnitName) => {
  const units =
    agent === HOST ? [...SERVICES, ...VM_UNITS] : [...SERVICES, ...APPS];
  return fc.constantFrom(...units).chain((unit) =>
    status(unit).map((found): Entry => {
      if (APPS.includes(unit)) {
        const vm = parseVmName(agent.slice(5, -8));
        return applicationEntry({ agent, unit, vm, status: found });
      }
      const isVm = VM_UNITS.includes(unit);
      const type = agent === HOST ? (isVm ? 11 : 1) : 13;
      return endpointEntry({ agent, unit, type, status: found });
    }),
  );
};

const snapshot = (agent: UnitName) =>
  fc
    .tuple(
      agentRow(agent),
      fc.uniqueArray(otherRow(agent), { selector: (entry) => entry.unit }),
    )
    .map(
      ([own, others]): RegistryCommand => ({
        kind: "snapshot",
        agent,
        entries: [own, ...others],
      }),
    );

const command: fc.Arbitrary<RegistryCommand> = fc
  .constantFrom(...AGENTS)
  .chain((agent) =>
    fc.oneof(
      agentRow(agent).map((entry) => ({ kind: "register" as const, entry })),
      otherRow(agent).map((entry) => ({ kind: "register" as const, entry })),
      snapshot(agent),
      fc.constantFrom(agent, ...SERVICES, ...VM_UNITS, ...APPS).chain((unit) =>
        fc
          .tuple(status(unit), fc.boolean())
          .map(([found, adopt]): RegistryCommand => {
            return { kind: "status", agent, unit, status: found, adopt };
          }),
      ),
      fc
        .constantFrom(...SERVICES, ...APPS)
        .map((unit): RegistryCommand => ({ kind: "gone", agent, unit })),
      fc.constant<RegistryCommand>({ kind: "lost", agent }),
    ),
  );

const history = fc.array(command, { maxLength: 40 });

function key(entry: Entry): string {
  return `${entry.agent} ${entry.unit}`;
}

function contents(registry: Registry): Map<string, Entry> {
  return new Map(
    Array.from(registry.rows.all(), (entry) => [key(entry), entry]),
  );
}

function follow(mirror: Map<string, Entry>, event: RegistryEvent): void {
  switch (event.kind) {
    case "added":
      assert.ok(!mirror.has(key(event.entry)), "added twice");
      mirror.set(key(event.entry), event.entry);
      break;
    case "updated":
      assert.deepEqual(mirror.get(key(event.entry)), event.before);
      assert.notDeepEqual(event.entry, event.before, "updated to the same");
      mirror.set(key(event.entry), event.entry);
      break;
    case "removed":
      assert.ok(mirror.delete(key(event.entry)), "removed what is not there");
      break;
    case "agent-up":
    case "agent-down":
      break;
  }
}

test("whoever follows the events in order has the registry", () => {
  fc.assert(
    fc.property(history, (commands) => {
      const registry = new Registry();
      const mirror = new Map<string, Entry>();
      for (const one of commands) {
        for (const event of registry.apply(one)) follow(mirror, event);
        assert.deepEqual(mirror, contents(registry));
        assert.equal(registry.rows.size, mirror.size);
      }
    }),
  );
});

test("a snapshot said twice changes nothing the second time", () => {
  fc.assert(
    fc.property(
      history,
      fc.constantFrom(...AGENTS).chain(snapshot),
      (before, one) => {
        const registry = new Registry();
        for (const other of before) registry.apply(other);
        registry.apply(one);
        const after = contents(registry);
        const events = registry.apply(one);
        assert.deepEqual(
          events.map((event) => event.kind),
          ["agent-up"],
        );
        assert.deepEqual(contents(registry), after);
      },
    ),
  );
});

test("no application that has ended, and none of a lost agent, is a row", () => {
  fc.assert(
    fc.property(history, (commands) => {
      const registry = new Registry();
      for (const one of commands) {
        registry.apply(one);
        for (const entry of registry.rows.all()) {
          assert.ok(entry.type.service !== "App" || !hasEnded(entry.status));
        }
        if (one.kind === "lost") checkLost(registry, one.agent);
      }
    }),
  );
});

function checkLost(registry: Registry, agent: UnitName): void {
  if (registry.rows.agent(agent) === undefined) return;
  for (const entry of registry.rows.ofAgent(agent)) {
    assert.notEqual(entry.type.service, "App");
    assert.ok(hasEnded(entry.status), "still shown as up");
  }
}

test("the indices agree with the rows", () => {
  fc.assert(
    fc.property(history, (commands) => {
      const registry = new Registry();
      for (const one of commands) registry.apply(one);
      const { rows } = registry;
      for (const entry of rows.all()) {
        assert.equal(rows.get(entry.agent, entry.unit), entry);
        assert.ok([...rows.named(entry.unit)].includes(entry));
        assert.ok(rows.has(entry.unit));
      }
      for (const unit of [...SERVICES, ...APPS, ...VM_UNITS]) {
        for (const entry of rows.named(unit)) {
          assert.equal(rows.get(entry.agent, unit), entry);
        }
      }
      const agents = [...rows.all()].filter((row) => row.agent === row.unit);
      assert.deepEqual(new Set(rows.agents()), new Set(agents));
      assert.equal(rows.agentCount, agents.length);
    }),
  );
});

for (const [how, statusOf] of [
  ["ends", endedStatus],
  ["waits to be started again", waiting],
  ["is started again", starting],
] as const) {
  test(`a VM whose unit ${how} takes what is in it down`, () => {
    checkFollows(statusOf);
  });
}

test("a VM that has ended already, or starts, takes nothing down", () => {
  const [unit] = VM_UNITS;
  assert.ok(unit);
  const running = runningStatus(unit);
  const stopping = { ...running, activeState: "deactivating" };
  for (const [before, after] of [
    [endedStatus(unit), starting(unit)],
    [waiting(unit), starting(unit)],
    [waiting(unit), endedStatus(unit)],
    [starting(unit), running],
    [running, stopping],
  ] as const) {
    assert.ok(!isEndOfRun(before, after), JSON.stringify([before, after]));
  }
  assert.ok(isEndOfRun(stopping, endedStatus(unit)));
  assert.ok(isEndOfRun(starting(unit), waiting(unit)));
});

function checkFollows(statusOf: (unit: UnitName) => UnitStatus): void {
  const registry = new Registry();
  const [vmUnit] = VM_UNITS;
  const [, agent] = AGENTS;
  const [service] = SERVICES;
  const [app] = APPS;
  assert.ok(vmUnit && agent && service && app);
  const row = (unit: UnitName, owner: UnitName, type: number) =>
    endpointEntry({ agent: owner, unit, type, status: runningStatus(unit) });
  const entries = [
    row(agent, agent, 12),
    row(service, agent, 13),
    applicationEntry({
      agent,
      unit: app,
      vm: parseVmName("one-vm"),
      status: runningStatus(app),
    }),
  ];
  registry.apply({
    kind: "snapshot",
    agent: HOST,
    entries: [row(HOST, HOST, 0), row(vmUnit, HOST, 11)],
  });
  registry.apply({ kind: "snapshot", agent, entries });
  const events = registry.apply({
    kind: "status",
    agent: HOST,
    unit: vmUnit,
    status: statusOf(vmUnit),
    adopt: false,
  });
  assert.deepEqual(
    events.map((event) =>
      "entry" in event
        ? `${event.kind} ${event.entry.unit}`
        : `${event.kind} ${event.agent.unit}`,
    ),
    [
      `updated ${vmUnit}`,
      `removed ${app}`,
      `updated ${service}`,
      `updated ${agent}`,
      `agent-down ${agent}`,
    ],
  );
  assert.ok(!registry.isUp(agent));
  assert.ok(registry.isUp(HOST));
}

test("that the host's agent is lost does not take its VMs down", () => {
  const registry = new Registry();
  const [vmUnit] = VM_UNITS;
  const [, agent] = AGENTS;
  assert.ok(vmUnit && agent);
  const row = (unit: UnitName, owner: UnitName, type: number) =>
    endpointEntry({ agent: owner, unit, type, status: runningStatus(unit) });
  registry.apply({
    kind: "snapshot",
    agent: HOST,
    entries: [row(HOST, HOST, 0), row(vmUnit, HOST, 11)],
  });
  registry.apply({
    kind: "snapshot",
    agent,
    entries: [row(agent, agent, 12)],
  });
  registry.apply({ kind: "lost", agent: HOST });
  assert.ok(!registry.isUp(HOST));
  assert.ok(registry.isUp(agent));
});
