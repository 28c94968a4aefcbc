import assert from "node:assert/strict";
import { test } from "node:test";
import { endedStatus, parseUnitName } from "@ghaf/api";
import { UnitControlService } from "@ghaf/api/proto/systemd/systemd";
import { createRpcClient, RpcError, type StatusCode } from "@ghaf/api/rpc";
import { inMemoryTransport } from "@ghaf/transport";
import { createAgent } from "./agent.ts";
import { AgentError } from "./errors.ts";
import {
  type FakeMachineOptions,
  fakeApplication,
  fakeMachine,
  until,
} from "./fake-machine.ts";
import { toRpcError } from "./rpc-error.ts";
import { ScriptedAdmin } from "./session/scripted-admin.ts";
import type { FakeUnits } from "./systemd/fake-units.ts";

const SYNC = parseUnitName("sync.service");
const FOOT0 = parseUnitName("foot@0.service");
const ADMIN = { kind: "memory" } as const;

async function setUp(options: FakeMachineOptions = {}) {
  const machine = fakeMachine({
    configured: { [SYNC]: 13 },
    applications: [fakeApplication("foot", { args: ["flag"] })],
    ...options,
  });
  const admin = new ScriptedAdmin();
  const agent = createAgent({
    ...machine.ports,
    dial: () => admin.transport(),
  });
  const { services } = agent;
  const transport = inMemoryTransport({ services, peer: ADMIN, toRpcError });
  const client = createRpcClient(UnitControlService, transport);
  const connect = async () => {
    agent.start();
    await until(machine, () => admin.sessions[0]?.snapshot !== undefined);
    admin.latest.welcome();
  };
  return { ...machine, machine, admin, agent, client, connect };
}

/** The options that note the trailers of an answer as `epoch/sequence`. */
function notes() {
  const noted: string[] = [];
  const onTrailers = (trailers: ReadonlyMap<string, string>) => {
    const epoch = trailers.get("ghaf-session-epoch");
    const sequence = trailers.get("ghaf-session-sequence");
    noted.push(`${epoch}/${sequence}`);
  };
  return { noted, options: { onTrailers } };
}

test("every verb answers with the status and the number of its change", async () => {
  const { client, connect, agent, admin, machine } = await setUp();
  await connect();
  const { noted, options } = notes();
  const answers = [
    await client.startUnit({ UnitName: SYNC }, options),
    await client.startApplication({ UnitName: FOOT0, Args: ["-x"] }, options),
    await client.freezeUnit({ UnitName: FOOT0 }, options),
    await client.unfreezeUnit({ UnitName: FOOT0 }, options),
    await client.killUnit({ UnitName: FOOT0 }, options),
    await client.stopUnit({ UnitName: SYNC }, options),
    // Nothing changes: the latest change is the one to wait for.
    await client.stopUnit({ UnitName: SYNC }, options),
  ];
  assert.deepEqual(
    answers.map(({ UnitStatus: status }) => [
      status?.Name,
      status?.ActiveState,
      status?.FreezerState,
    ]),
    [
      [SYNC, "active", "running"],
      [FOOT0, "active", "running"],
      [FOOT0, "active", "frozen"],
      [FOOT0, "active", "running"],
      [FOOT0, "inactive", "running"],
      [SYNC, "inactive", "running"],
      [SYNC, "inactive", "running"],
    ],
  );
  const numbers = [1, 2, 3, 4, 5, 6, 6].map((number) => `epoch-1/${number}`);
  assert.deepEqual(noted, numbers);
  await until(machine, () => admin.latest.frames.length === 7);
  await agent.close();
});

test("without a session an answer has no place in one", async () => {
  const { client } = await setUp();
  const { noted, options } = notes();
  await client.startUnit({ UnitName: SYNC }, options);
  assert.deepEqual(noted, ["undefined/undefined"]);
});

test("an answer is held back until its change has a number", async () => {
  const { client, connect, agent, machine, units } = await setUp();
  const late = tellLate(units);
  await connect();
  const { noted, options } = notes();
  const answer = client.startUnit({ UnitName: SYNC }, options);
  await machine.clock.advance(900);
  assert.deepEqual(noted, []);
  await late();
  await answer;
  assert.deepEqual(noted, ["epoch-1/1"]);
  await agent.close();
});

test("a change that is never told holds an answer back for a second", async () => {
  const { client, connect, agent, machine, units } = await setUp();
  tellLate(units);
  await connect();
  const { noted, options } = notes();
  const answer = client.startUnit({ UnitName: SYNC }, options);
  await machine.clock.advance(1_000);
  await answer;
  assert.deepEqual(noted, ["epoch-1/0"]);
  await agent.close();
});

test("an application that is over before its start is answered has been told of", async () => {
  const { client, connect, agent, admin, machine, units } = await setUp();
  await connect();
  const start = units.startTransient.bind(units);
  units.startTransient = async (spec) => {
    const status = await start(spec);
    units.exit(spec.unit);
    return status;
  };
  const { noted, options } = notes();
  const request = { UnitName: FOOT0 };
  const { UnitStatus } = await client.startApplication(request, options);
  assert.equal(UnitStatus?.ActiveState, "active");
  // The admin waits for 2, which is the end: it will not show this as running.
  assert.deepEqual(noted, ["epoch-1/2"]);
  await until(machine, () => admin.latest.changes.length === 2);
  assert.equal(admin.latest.changes[1], "foot@0.service gone");
  await agent.close();
});

/** Makes the watchers hear of a start only when the answered function is called. */
function tellLate(units: FakeUnits): () => Promise<unknown> {
  const start = units.start.bind(units);
  units.start = async (unit) => ({
    ...endedStatus(unit, unit),
    activeState: "active",
    subState: "running",
  });
  return () => start(SYNC);
}

async function failure(call: Promise<unknown>): Promise<[StatusCode, string]> {
  try {
    await call;
  } catch (error) {
    if (error instanceof RpcError) return [error.code, error.message];
    throw error;
  }
  return ["ok", ""];
}

test("failures have real codes and the specification's texts", async () => {
  const { client } = await setUp();
  const unknown = { UnitName: "sshd.service" };
  assert.deepEqual(await failure(client.startUnit(unknown)), [
    "permission-denied",
    "cannot start unit: unit is not whitelisted",
  ]);
  assert.deepEqual(await failure(client.getUnitStatus(unknown)), [
    "not-found",
    "error fetching unit status: sshd.service",
  ]);
  assert.deepEqual(await failure(client.startApplication(unknown)), [
    "not-found",
    'cannot start application: application not found in manifest: "sshd.service"',
  ]);
  const bad = { UnitName: FOOT0, Args: ["--a=b"] };
  assert.deepEqual(await failure(client.startApplication(bad)), [
    "invalid-argument",
    "cannot start application: invalid application argument: --a=b",
  ]);
  assert.deepEqual(await failure(client.freezeUnit({ UnitName: SYNC })), [
    "failed-precondition",
    "cannot freeze unit: unit sync.service is not active",
  ]);
});

test("MonitorUnit is said to be obsolete", async () => {
  const { client } = await setUp();
  const read = async () => {
    for await (const _ of client.monitorUnit({ UnitName: SYNC }));
  };
  const [code, text] = await failure(read());
  assert.equal(code, "unimplemented");
  assert.match(text, /obsolete/);
});

test("a fault of ours is internal and its text stays here", async () => {
  const { client, units } = await setUp();
  units.start = () => Promise.reject(new TypeError("secret"));
  const [code, text] = await failure(client.startUnit({ UnitName: SYNC }));
  assert.equal(code, "internal");
  assert.doesNotMatch(text, /secret/);
});

test("every service of an agent is served", async () => {
  const { agent } = await setUp();
  assert.deepEqual(
    agent.services.map(({ service }) => service.typeName),
    [
      "systemd.UnitControlService",
      "locale.LocaleClient",
      "stats.StatsService",
      "ghaf.journal.v1.JournalService",
    ],
  );
});

test("applications get the allowed part of the agent's environment", async () => {
  const { client, units } = await setUp();
  await client.startApplication({ UnitName: FOOT0 });
  assert.deepEqual(units.transients[0]?.environment, { PATH: "/bin" });
});

test("an agent that is asked for access control does not start without it", () => {
  const { ports, config } = fakeMachine();
  const admin = new ScriptedAdmin();
  const accessControl = { enable: true, rulesFile: "/rules.cedar" };
  assert.throws(
    () =>
      createAgent({
        ...ports,
        config: { ...config, accessControl },
        dial: () => admin.transport(),
      }),
    (error) =>
      error instanceof AgentError && error.code === "not-in-this-version",
  );
});

test("other capabilities that are not built are left out, with a warning each", () => {
  const { ports, config, lines } = fakeMachine();
  const admin = new ScriptedAdmin();
  createAgent({
    ...ports,
    config: { ...config, enabled: ["exec", "policy"] },
    dial: () => admin.transport(),
  });
  assert.deepEqual(
    lines.map((line) => line.split(" ").slice(0, 2).join(" ")),
    ["warning: capabilities.exec", "warning: capabilities.policy"],
  );
});
