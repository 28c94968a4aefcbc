import assert from "node:assert/strict";
import { test } from "node:test";
import type { MessageInitShape } from "@bufbuild/protobuf";
import type {
  EntrySchema,
  ReadRequest,
} from "@ghaf/api/proto/ghaf/journal/v1/journal";
import { RpcError } from "@ghaf/api/rpc";
import { createControlClient } from "./create-control-client.ts";
import { fakeAdmin } from "./fake-admin.ts";
import type { JournalOptions, JournalRef } from "./journal.ts";

type Entry = MessageInitShape<typeof EntrySchema>;

/** One stream: what it sends, and how it ends (an error, or well). */
interface Script {
  readonly sends: readonly Entry[];
  readonly fails?: RpcError;
}

const lost = new RpcError("unavailable", "connection lost");
const at = (timeUs: number): Entry => ({
  timeUs: BigInt(timeUs),
  message: `entry ${timeUs}`,
});

/** Streams that follow the scripts, one after the other; after the last it denies. */
function scripted(...scripts: readonly Script[]) {
  const left = [...scripts];
  const requests: ReadRequest[] = [];
  const waits: number[] = [];
  const { transport } = fakeAdmin(
    {},
    {
      read: async function* (request) {
        requests.push(request);
        const script = left.shift();
        if (script === undefined)
          throw new RpcError("permission-denied", "end");
        yield* script.sends;
        if (script.fails !== undefined) throw script.fails;
      },
    },
  );
  const client = createControlClient(transport, {
    wait: async (ms) => void waits.push(ms),
    random: () => 0,
  });
  return { client, requests, waits };
}

/** The messages, until the journal throws; then the error's code. */
async function read(
  { client }: ReturnType<typeof scripted>,
  what: Partial<JournalRef> = {},
  options: JournalOptions = {},
): Promise<readonly string[]> {
  const seen: string[] = [];
  try {
    const entries = client.readJournal({ vm: "app-vm", ...what }, options);
    for await (const { message } of entries) seen.push(message);
  } catch (error) {
    seen.push((error as { code: string }).code);
  }
  return seen;
}

test("a journal is read once, with all its fields", async () => {
  const entry = {
    timeUs: 7n,
    unit: "a.service",
    identifier: "a",
    priority: 3,
    message: "m",
    pid: 9,
  };
  const admin = scripted({ sends: [entry, at(7)] });
  const entries = admin.client.readJournal({ vm: "app-vm", unit: "a.service" });
  assert.deepEqual((await entries.next()).value, entry);
  assert.equal((await entries.next()).value?.message, "entry 7");
  assert.equal((await entries.next()).done, true);
  const [{ $typeName: _, ...request } = assert.fail()] = admin.requests;
  assert.deepEqual(request, {
    ...{ vm: "app-vm", unit: "a.service", lines: 0, follow: false },
  });
});

test("what fails is told, and not tried again", async () => {
  const admin = scripted({ sends: [at(1)], fails: lost }, { sends: [at(2)] });
  assert.deepEqual(await read(admin), ["entry 1", "unavailable"]);
  assert.deepEqual(admin.waits, []);
});

test("followed it goes on after a loss, with what is new", async () => {
  const losses: string[] = [];
  const admin = scripted(
    { sends: [at(1), at(2), at(2)], fails: lost },
    { sends: [], fails: lost },
    { sends: [at(1), at(2), at(3)] },
    { sends: [at(4)] },
  );
  const options: JournalOptions = {
    onInterrupted: ({ message }) => losses.push(message),
  };
  assert.deepEqual(await read(admin, { follow: true, lines: 5 }, options), [
    ...["entry 1", "entry 2", "entry 2", "entry 3", "entry 4"],
    "permission-denied",
  ]);
  assert.deepEqual(losses, [
    ...["connection lost", "connection lost"],
    ...["the journal ended", "the journal ended"],
  ]);
  assert.deepEqual(admin.waits, [100, 200, 100, 100]);
  assert.deepEqual(
    admin.requests.map(({ lines }) => lines),
    [5, 1_000, 1_000, 1_000, 1_000],
  );
});

test("the first attempt may have to succeed", async () => {
  const scripts = [{ sends: [], fails: lost }, { sends: [at(1)] }] as const;
  const follow = true;
  const firstAttempt = "fail";
  assert.deepEqual(
    await read(scripted(...scripts), { follow }, { firstAttempt }),
    ["unavailable"],
  );
  assert.deepEqual(await read(scripted(...scripts), { follow }), [
    "entry 1",
    "permission-denied",
  ]);
});

test("the signal ends it quietly", async () => {
  const abort = new AbortController();
  const admin = scripted({ sends: [at(1)], fails: lost });
  const seen = read(
    admin,
    { follow: true },
    { signal: abort.signal, onInterrupted: () => abort.abort() },
  );
  assert.deepEqual(await seen, ["entry 1"]);
});
