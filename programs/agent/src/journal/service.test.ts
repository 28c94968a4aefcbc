import assert from "node:assert/strict";
import { test } from "node:test";
import {
  JournalService,
  type ReadRequest,
} from "@ghaf/api/proto/ghaf/journal/v1/journal";
import { createRpcClient, type Peer } from "@ghaf/api/rpc";
import {
  type Journal,
  JournalError,
  journalEntry,
  MemoryJournal,
} from "@ghaf/daemon";
import { inMemoryTransport } from "@ghaf/transport";
import { toRpcError } from "../rpc-error.ts";
import { journalService } from "./service.ts";

const NOBODY: Peer = { kind: "memory" };

function clientOf(
  journal: Journal | undefined,
  { service = journalService(journal), peer = NOBODY } = {},
) {
  return createRpcClient(
    JournalService,
    inMemoryTransport({
      services: [service],
      peer,
      toRpcError,
    }),
  );
}

async function messages(
  journal: Journal | undefined,
  request: Partial<Omit<ReadRequest, "$typeName">> = {},
) {
  const found: string[] = [];
  for await (const { message } of clientOf(journal).read(request)) {
    found.push(message);
  }
  return found;
}

test("entries come as they were logged; what is not said is 100 lines of all units", async () => {
  const journal = new MemoryJournal();
  journal.entries = [journalEntry({ message: "a\u001b" }), journalEntry()];
  const { value: first } = await clientOf(journal)
    .read({})
    [Symbol.asyncIterator]()
    .next();
  const { $typeName: _, ...fields } = first;
  assert.deepEqual(fields, journalEntry({ message: "a\u001b" }));
  assert.deepEqual(journal.requests, [
    { unit: undefined, lines: 100, follow: false },
  ]);
  await messages(journal, { unit: "foot@1.service", lines: 7 });
  assert.deepEqual(journal.requests.at(-1), {
    unit: "foot@1.service",
    lines: 7,
    follow: false,
  });
});

test("a unit that is no unit name is refused before anything is read", async () => {
  const journal = new MemoryJournal();
  for (const unit of ["--since=1", "a", "../a.service", "a.service\n_PID=1"]) {
    await assert.rejects(messages(journal, { unit }), {
      code: "invalid-argument",
    });
  }
  assert.deepEqual(journal.requests, []);
});

test("failures have a status and the journal's own words", async () => {
  const journal = new MemoryJournal();
  for (const [code, status] of [
    ["not-installed", "unavailable"],
    ["failed", "failed-precondition"],
  ] as const) {
    journal.failure = new JournalError(code, "because");
    await assert.rejects(messages(journal), {
      code: status,
      message: "because",
    });
  }
  await assert.rejects(messages(undefined), {
    code: "unimplemented",
    message: /supervisor\.logFolder/,
  });
});

test("readers are counted, of each caller and of all, and make room when they leave", async () => {
  const journal = new MemoryJournal();
  journal.entries = [journalEntry()];
  const service = journalService(journal);
  const [admin, other] = ["admin-vm", "other-vm"].map((name) =>
    clientOf(journal, { service, peer: peerNamed(name) }),
  );
  assert.ok(admin && other);
  const aborts = Array.from({ length: 12 }, () => new AbortController());
  const readers = aborts.map(({ signal }) =>
    other.read({ follow: true }, { signal })[Symbol.asyncIterator](),
  );
  await Promise.all(readers.map((reader) => reader.next()));
  const more = (client: typeof admin) =>
    client.read({})[Symbol.asyncIterator]().next();
  await assert.rejects(more(other), {
    code: "resource-exhausted",
    message: /^other-vm: 12 journals are read already/,
  });
  assert.equal((await more(admin)).done, false);
  const ends = readers.map((reader) => reader.next());
  for (const abort of aborts) abort.abort();
  await Promise.allSettled(ends);
  await new Promise(setImmediate);
  assert.equal((await more(other)).done, false);
});

function peerNamed(name: string): Peer {
  const certificate = { dnsNames: [name], ipAddresses: [], fingerprint256: "" };
  return { kind: "memory", certificate };
}
