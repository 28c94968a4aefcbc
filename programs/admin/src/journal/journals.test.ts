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

function clientOf(world: InProcess, caller: string) {
  return createRpcClient(JournalService, world.as(caller));
}

async function read(world: InProcess, request: Request, caller = "gui-vm") {
  const found: JournalEntry[] = [];
  for await (const one of clientOf(world, caller).read(request)) {
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

test("one that reads as much as one may leaves the others theirs", async () => {
  const world = await device();
  const vms = ["a-vm", "b-vm", "c-vm", "d-vm"];
  for (const vm of vms) {
    await world.register(vm);
    world.machine(vm).journalEntries = [entry(vm)];
  }
  const follow = follower(world);
  const refused = { code: "resource-exhausted" };

  const stop = await follow(6, { vm: "app-vm" });
  const again = read(world, { vm: "app-vm" });
  await assert.rejects(again, { ...refused, message: /^gui-vm at app-vm: 6 / });
  for (const vm of vms.slice(0, 3)) await follow(6, { vm });
  const more = read(world, { vm: "d-vm" });
  await assert.rejects(more, { ...refused, message: /^gui-vm: 24 journals/ });
  assert.deepEqual(await read(world, { vm: "app-vm" }, "net-vm"), [
    entry("app"),
  ]);
  await stop();
  assert.deepEqual(await read(world, { vm: "app-vm" }), [entry("app")]);
});

/** Opens so many readers as gui-vm; the answer ends them. */
function follower(world: InProcess) {
  const client = clientOf(world, "gui-vm");
  return async (count: number, { vm }: { readonly vm: string }) => {
    const aborts = Array.from({ length: count }, () => new AbortController());
    const readers = aborts.map(({ signal }) =>
      client.read({ vm, follow: true }, { signal })[Symbol.asyncIterator](),
    );
    await Promise.all(readers.map((reader) => reader.next()));
    return async () => {
      const ends = readers.map((reader) => reader.next());
      for (const abort of aborts) abort.abort();
      await Promise.allSettled(ends);
      await new Promise(setImmediate);
    };
  };
}
