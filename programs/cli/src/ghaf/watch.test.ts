import assert from "node:assert/strict";
import { test } from "node:test";
import { type AdminHandlers, perform, refusal } from "./fake-io.ts";
import { type FakeItem, fakeApp, fakeItem } from "./fake-registry.ts";

const first = fakeItem("givc-ghaf-host.service", ["Host", "Mgr"]);
const app = fakeApp("foot@0.service");
const paused: FakeItem = { ...app, VmStatus: "Paused" };

const admin: AdminHandlers = {
  async *watch() {
    yield { Status: { case: "Initial", value: { List: [first] } } };
    yield { Status: { case: "Added", value: app } };
    yield { Status: { case: "Updated", value: paused } };
    yield { Status: { case: "Removed", value: paused } };
  },
};

test("every change is a line, in order; the limit ends it with 0", async () => {
  const outcome = await perform({ argv: ["watch", "--limit", "3"], admin });
  assert.deepEqual([outcome.code, outcome.stderr], [0, ""]);
  assert.equal(
    outcome.stdout,
    `EVENT    NAME                    STATUS   KIND  VM
added    foot@0.service          Running  App   app-vm
updated  foot@0.service          Paused   App   app-vm
removed  foot@0.service          Paused   App   app-vm
`,
  );
});

test("--initial begins with what is there, which does not count", async () => {
  const outcome = await perform({
    argv: ["watch", "--initial", "--limit", "1", "-o", "json"],
    admin,
  });
  assert.equal(outcome.code, 0);
  const events = outcome.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    events.map(({ event, item }) => [event, item.name, item.vmName]),
    [
      ["initial", "givc-ghaf-host.service", null],
      ["added", "foot@0.service", "app-vm"],
    ],
  );
});

test("an interrupted watch says so, goes on, and shows what it missed", async () => {
  let subscriptions = 0;
  const outcome = await perform({
    argv: ["watch", "--limit", "2", "-o", "name"],
    admin: {
      async *watch() {
        subscriptions += 1;
        const List = subscriptions === 1 ? [first] : [first, app];
        yield { Status: { case: "Initial", value: { List } } };
        if (subscriptions === 1) {
          throw refusal("aborted", "fell behind, subscribe again");
        }
        yield { Status: { case: "Removed", value: app } };
      },
    },
  });
  assert.equal(outcome.code, 0);
  assert.equal(outcome.stdout, "foot@0.service\nfoot@0.service\n");
  assert.equal(
    outcome.stderr,
    `the watch was interrupted (fell behind, subscribe again); trying again…
the watch goes on
`,
  );
});

test("a watch that is denied ends with 5", async () => {
  const outcome = await perform({
    argv: ["watch"],
    admin: {
      // biome-ignore lint/correctness/useYield: it is refused before the first
      async *watch() {
        throw refusal(
          "permission-denied",
          "IP 10.0.0.9 not in certificate SAN",
        );
      },
    },
  });
  assert.equal(outcome.code, 5);
  assert.match(
    outcome.stderr,
    /^error: IP 10\.0\.0\.9 not in certificate SAN\n/,
  );
  assert.match(outcome.stderr, /ghaf pki show/);
});

test("Ctrl-C ends a watch quietly with 130", async () => {
  const abort = new AbortController();
  const outcome = await perform({
    argv: ["watch"],
    io: { signal: abort.signal },
    admin: {
      async *watch(_request, { signal }) {
        yield { Status: { case: "Initial", value: { List: [] } } };
        abort.abort();
        await new Promise((resolve) => {
          signal.addEventListener("abort", resolve);
        });
      },
    },
  });
  assert.deepEqual([outcome.code, outcome.stderr], [130, ""]);
});

test("a reader that has seen enough ends it quietly", async () => {
  const outcome = await perform({
    argv: ["watch"],
    admin,
    io: {
      stdout: {
        isTerminal: false,
        write: async () => {
          throw Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
        },
      },
    },
  });
  assert.deepEqual([outcome.code, outcome.stderr], [0, ""]);
});
