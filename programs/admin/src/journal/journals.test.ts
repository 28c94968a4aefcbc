import assert from "node:assert/strict";
import { test } from "node:test";
import {
  JournalService,
  type ReadRequest,
} from "@ghaf/api/proto/ghaf/journal/v1/journal";
import { createRpcClient } from "@ghaf/api/rpc";
import { type JournalEntry, JournalError, journalEntry } from "@ghaf/daemon";
import { InProcess, unreachable } from "../in-process.ts";

type Request = Partial<Omit<ReadRequest, "$typeName">>;

function entry(message: string): JournalEntry {
  return journalEntry({ message });
}

function clientOf(world: InProcess) {
  return createRpcClient(JournalService, world.as("gui-vm"));
}

async function read(world: InProcess, request: Request) {
  const found: JournalEntry[] = [];
  for await (const one of clientOf(world).read(request)) {
    const { $typeName: _, ...fields } = one;
    found.push(fields);
  }
  return found;
}

async function device(): Promise<InProcess> {
  const world = new InProcess();
  await world.registerHost("app-vm");
  await world.register("app-vm");
  world.machine("app-vm").journalEntries = [entry("app")];
  world.machine("ghaf-host").journalEntries = [entry("host")];
  world.journal.entries = [entry("admin")];
  return world;
}

test("the journal of a machine is what its agent reads; the host goes by its agent's name", async () => {
  const world = await device();
  assert.deepEqual(await read(world, { vm: "app-vm" }), [entry("app")]);
  const vm = "ghaf-host";
  assert.deepEqual(await read(world, { vm }), [entry("host")]);
  const unit = "foot@1.service";
  await read(world, { vm: "app-vm", unit, lines: 3 });
  assert.deepEqual(
    world.machine("app-vm").calls.filter((call) => call.startsWith("journal")),
    ["journal all units last 100", "journal foot@1.service last 3"],
  );
});

test("its own machine needs no agent, by its name or by none", async () => {
  const world = await device();
  assert.deepEqual(await read(world, {}), [entry("admin")]);
  assert.deepEqual(await read(world, { vm: "admin-vm", unit: "a.service" }), [
    entry("admin"),
  ]);
  assert.deepEqual(world.journal.requests, [
    { unit: undefined, lines: 100, follow: false },
    { unit: "a.service", lines: 100, follow: false },
  ]);
  await world.register("admin-vm");
  world.machine("admin-vm").journalEntries = [entry("an agent's")];
  assert.deepEqual(await read(world, { vm: "admin-vm" }), [
    entry("an agent's"),
  ]);
});

test("a machine that nobody knows, and names that are none", async () => {
  const world = await device();
  await assert.rejects(read(world, { vm: "none-vm" }), {
    code: "not-found",
    message: "Service givc-none-vm.service not registered",
  });
  for (const request of [{ vm: "../x" }, { unit: "--follow" }]) {
    await assert.rejects(read(world, request), { code: "invalid-argument" });
  }
});

test("what an agent, or the journal here, fails with is told", async () => {
  const world = await device();
  world.machine("app-vm").failure = unreachable();
  await assert.rejects(read(world, { vm: "app-vm" }), {
    code: "unavailable",
    message: "connection refused",
  });
  world.journal.failure = new JournalError("failed", "no permission");
  await assert.rejects(read(world, {}), {
    code: "failed-precondition",
    message: "no permission",
  });
  world.journal.failure = new JournalError("not-installed", "no journalctl");
  await assert.rejects(read(world, {}), { code: "unimplemented" });
});

test("readers are counted, and make room when they leave", async () => {
  const world = await device();
  const client = clientOf(world);
  const aborts = Array.from({ length: 32 }, () => new AbortController());
  const readers = aborts.map(({ signal }) =>
    client.read({ follow: true }, { signal })[Symbol.asyncIterator](),
  );
  await Promise.all(readers.map((reader) => reader.next()));
  await assert.rejects(read(world, { vm: "app-vm" }), {
    code: "resource-exhausted",
  });
  const ends = readers.map((reader) => reader.next());
  for (const abort of aborts) abort.abort();
  await Promise.allSettled(ends);
  await new Promise(setImmediate);
  assert.deepEqual(await read(world, { vm: "app-vm" }), [entry("app")]);
});
