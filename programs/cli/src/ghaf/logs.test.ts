import assert from "node:assert/strict";
import { test } from "node:test";
import type { MessageInitShape } from "@bufbuild/protobuf";
import type {
  EntrySchema,
  JournalService,
} from "@ghaf/api/proto/ghaf/journal/v1/journal";
import { type Handlers, RpcError } from "@ghaf/api/rpc";
import { type AdminHandlers, perform, refusal } from "./fake-io.ts";
import { fakeItem } from "./fake-registry.ts";

type Entry = MessageInitShape<typeof EntrySchema>;
type JournalHandlers = Handlers<typeof JournalService>;

const agent = (name: string, VmStatus = "Running") =>
  fakeItem(`givc-${name}.service`, ["AppVM", "Mgr"], { VmStatus });

const admin: AdminHandlers = {
  queryList: () => ({
    List: [
      agent("app-vm"),
      agent("ghaf-host"),
      agent("off-vm", "PoweredOff"),
      fakeItem("sshd.service", ["AppVM", "Svc"]),
    ],
  }),
};

/** At a second of one minute. */
function at(second: number, message: string, more: Entry = {}): Entry {
  const timeUs = BigInt(Date.UTC(2026, 7, 1, 12, 0, second)) * 1000n;
  return { timeUs, identifier: "sync", priority: 6, message, pid: 7, ...more };
}

const LOGGED: Readonly<Record<string, readonly Entry[]>> = {
  "": [at(4, "of the admin")],
  "app-vm": [at(1, "one"), at(3, "three\u001b[2J")],
  "quiet-vm": [],
  "ghaf-host": [at(2, "two", { identifier: "", unit: "a.service", pid: 0 })],
};

const asked: string[] = [];
const journal: JournalHandlers = {
  async *read({ vm, unit, lines, follow }) {
    asked.push([vm, unit, lines, follow].join("|"));
    yield* LOGGED[vm] ?? [];
    if (LOGGED[vm] === undefined) {
      const text = `Service givc-${vm}.service not registered`;
      throw refusal("not-found", text);
    }
  },
};

test("the logs of all machines are one, in order of time; what is off is said", async () => {
  asked.length = 0;
  const outcome = await perform({ argv: ["logs"], admin, journal });
  assert.equal(outcome.code, 0);
  assert.equal(
    outcome.stdout,
    `2026-08-01T12:00:01.000000Z app-vm    sync[7]: one
2026-08-01T12:00:02.000000Z ghaf-host a.service: two
2026-08-01T12:00:03.000000Z app-vm    sync[7]: three\\x1b[2J
2026-08-01T12:00:04.000000Z admin-vm  sync[7]: of the admin
`,
  );
  assert.equal(outcome.stderr, "off-vm is off\n");
  assert.deepEqual(asked.toSorted(), [
    "app-vm||100|false",
    "ghaf-host||100|false",
    "||100|false",
  ]);
});

test("a unit that has logged nothing, or is misspelt, is not passed over in silence", async () => {
  const argv = ["logs", "quiet-vm", "shsd"];
  const { code, stdout, stderr } = await perform({ argv, admin, journal });
  assert.deepEqual([code, stdout], [0, ""]);
  assert.equal(stderr, "nothing is logged by shsd.service in quiet-vm\n");
});

test("one machine, one unit, so many lines, as JSON", async () => {
  asked.length = 0;
  const argv = ["logs", "app-vm", "sshd", "-n", "5", "-o", "json"];
  const { code, stdout } = await perform({ argv, admin, journal });
  assert.equal(code, 0);
  const [first] = stdout.split("\n");
  assert.deepEqual(JSON.parse(first ?? ""), {
    time: "2026-08-01T12:00:01.000000Z",
    machine: "app-vm",
    unit: null,
    identifier: "sync",
    pid: 7,
    priority: 6,
    message: "one",
  });
  assert.deepEqual(asked, ["app-vm|sshd.service|5|false"]);
});

test("the admin's own machine goes by the admin's name", async () => {
  asked.length = 0;
  const argv = ["--name", "boss-vm", "logs", "boss-vm"];
  const { code, stdout } = await perform({ argv, admin, journal });
  assert.equal(code, 0);
  assert.match(stdout, / boss-vm sync\[7\]: of the admin\n$/);
  assert.deepEqual(asked, ["||100|false"]);
});

test("a machine that is not there ends it with 3 and what was meant", async () => {
  const argv = ["logs", "ap-vm"];
  const outcome = await perform({ argv, admin, journal });
  assert.deepEqual([outcome.code, outcome.stdout], [3, ""]);
  assert.match(outcome.stderr, /^error: Service givc-ap-vm\.service not reg/);
  assert.match(outcome.stderr, /did you mean app-vm\?/);
});

test("a machine that cannot be read is told, the others go on, and it ends with 1", async () => {
  const outcome = await perform({
    argv: ["logs"],
    admin,
    journal: {
      async *read({ vm }) {
        if (vm === "app-vm") throw refusal("unavailable", "no answer");
        yield* LOGGED[vm] ?? [];
      },
    },
  });
  assert.equal(outcome.code, 1);
  assert.equal(outcome.stdout.split("\n").length, 3);
  assert.equal(outcome.stderr, "off-vm is off\napp-vm: no answer\n");
});

test("Ctrl-C ends what is followed, quietly, with 130", async () => {
  const abort = new AbortController();
  const outcome = await perform({
    argv: ["logs", "--follow", "app-vm"],
    admin,
    io: { signal: abort.signal },
    journal: {
      async *read({ follow }, { signal }) {
        assert.equal(follow, true);
        yield at(1, "one");
        await new Promise((resolve) => {
          signal.addEventListener("abort", resolve);
          setImmediate(() => abort.abort());
        });
      },
    },
  });
  assert.deepEqual([outcome.code, outcome.stderr], [130, ""]);
  assert.match(outcome.stdout, / app-vm sync\[7\]: one\n$/);
});

test("followed it goes on after a loss, which is said once", async () => {
  const abort = new AbortController();
  let streams = 0;
  const outcome = await perform({
    argv: ["logs", "-f", "app-vm"],
    admin,
    io: { signal: abort.signal },
    journal: {
      async *read(_request, { signal }) {
        streams += 1;
        if (streams === 1) yield at(1, "before");
        if (streams < 4) throw new RpcError("unavailable", "gone");
        yield at(2, "after");
        setImmediate(() => abort.abort());
        await new Promise((resolve) => {
          signal.addEventListener("abort", resolve);
        });
      },
    },
  });
  assert.equal(outcome.code, 130);
  assert.match(outcome.stdout, /: before\n.*: after\n$/);
  assert.equal(outcome.stderr, "app-vm: gone; trying again…\n");
});

test("wrong numbers and formats are wrong usage", async () => {
  for (const words of ["-n 0", "-n many", "-o yaml", "a-vm b c"]) {
    const argv = ["logs", ...words.split(" ")];
    assert.equal((await perform({ argv, admin, journal })).code, 2, words);
  }
});

test("an admin that keeps no journals is told as such", async () => {
  const outcome = await perform({ argv: ["logs", "app-vm"], admin });
  assert.equal(outcome.code, 1);
  assert.match(outcome.stderr, /not in this version/);
});
