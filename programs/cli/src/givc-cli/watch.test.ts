import assert from "node:assert/strict";
import { test } from "node:test";
import { RpcError } from "@ghaf/api/rpc";
import { perform } from "./fake-io.ts";

const row = (Name: string, VmStatus = "Running") => ({
  Name,
  VmStatus,
  TrustLevel: "Warning",
  VmType: "AppVM",
  ServiceType: "App",
});
const initial = (...names: string[]) => ({
  Status: {
    case: "Initial" as const,
    value: { List: names.map((name) => row(name)) },
  },
});
const added = (name: string) => ({
  Status: { case: "Added" as const, value: row(name) },
});
const updated = (name: string) => ({
  Status: { case: "Updated" as const, value: row(name, "Paused") },
});
const removed = (name: string) => ({
  Status: { case: "Removed" as const, value: row(name) },
});

/** Fields after name and description, as every event of these tests has them. */
const REST =
  '"trust_level":"Warning","vm_type":"AppVM","service_type":"App","vm_name":null,"agent_name":null';
const json = (event: string, name: string, status = "Running") =>
  `{"${event}":{"name":"${name}","description":"","status":"${status}",${REST}}}`;

/** What each subscription sends, in turn; the last one stays open. */
function subscriptions(
  ...turns: readonly (readonly Parameters<typeof send>[0][])[]
) {
  let turn = 0;
  return {
    watch: async function* (_: unknown, { signal }: { signal: AbortSignal }) {
      const messages = turns[turn] ?? [];
      turn += 1;
      for (const message of messages) yield send(message);
      if (turn < turns.length) return;
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    },
  };
}

function send(
  message: ReturnType<
    typeof initial | typeof added | typeof updated | typeof removed
  >,
) {
  return message;
}

test("one event per line; the list only when asked for; done at the limit", async () => {
  const admin = subscriptions([
    initial("a"),
    added("b"),
    updated("a"),
    removed("b"),
    added("never"),
  ]);
  const argv = ["watch", "--as-json", "--limit", "3"];
  const quiet = await perform({ argv, admin });
  const lines = [
    json("UnitRegistered", "b"),
    json("UnitStatusChanged", "a", "Paused"),
    json("UnitShutdown", "b"),
    "",
  ];
  assert.deepEqual([quiet.code, quiet.stderr], [0, ""]);
  assert.equal(quiet.stdout, lines.join("\n"));
});

test("--initial prints the list first", async () => {
  const admin = subscriptions([initial("a"), added("b")]);
  const argv = ["watch", "--as-json", "--initial", "--limit=1"];
  const { stdout } = await perform({ argv, admin });
  const list = `[{"name":"a","description":"","status":"Running",${REST}}]`;
  assert.equal(stdout, `${list}\n${json("UnitRegistered", "b")}\n`);
});

test("--limit 0 with --initial is the list alone", async () => {
  const admin = subscriptions([initial("a")]);
  const argv = ["watch", "--initial", "--limit", "0", "--as-json"];
  const { code, stdout } = await perform({ argv, admin });
  assert.equal(code, 0);
  assert.equal(JSON.parse(stdout).length, 1);
});

test("without --as-json an event is a line of debug notation", async () => {
  const admin = subscriptions([initial(), removed("a")]);
  const { stdout } = await perform({ argv: ["watch", "--limit", "1"], admin });
  assert.equal(
    stdout,
    'UnitShutdown(QueryResult { name: "a", description: "", status: Running, trust_level: Warning, vm_type: AppVM, service_type: App, vm_name: None, agent_name: None })\n',
  );
});

test("what happened while the connection was lost is printed as its changes", async () => {
  const admin = subscriptions(
    [initial("a", "b")],
    [initial("b", "c"), added("d")],
  );
  const argv = ["watch", "--as-json", "--limit", "3"];
  const { code, stdout, stderr } = await perform({ argv, admin });
  assert.equal(code, 0);
  assert.deepEqual(stdout.split("\n"), [
    json("UnitShutdown", "a"),
    json("UnitRegistered", "c"),
    json("UnitRegistered", "d"),
    "",
  ]);
  assert.equal(
    stderr,
    "Warning: watch interrupted: the admin ended the watch; trying again\n",
  );
});

test("a watch that never began is an error", async () => {
  const failing = (code: "unavailable" | "unimplemented") =>
    perform({
      argv: ["watch"],
      admin: {
        // biome-ignore lint/correctness/useYield: it fails before it sends.
        watch: async function* () {
          throw new RpcError(code, "no");
        },
      },
    });
  const absent = await failing("unavailable");
  assert.equal(absent.code, 1);
  assert.equal(
    absent.stderr,
    "Error: no\n\nthe admin asked was admin-vm at 127.0.0.1:9001\n",
  );
  assert.equal((await failing("unimplemented")).stderr, "Error: no\n");
});

test("a watch that is denied later ends with the admin's text", async () => {
  let turn = 0;
  const { code, stdout, stderr } = await perform({
    argv: ["watch", "--as-json"],
    admin: {
      watch: async function* () {
        turn += 1;
        if (turn > 1) throw new RpcError("permission-denied", "not any more");
        yield initial("a");
        yield added("b");
      },
    },
  });
  assert.equal(code, 1);
  assert.equal(stdout, `${json("UnitRegistered", "b")}\n`);
  assert.match(stderr, /^Warning: .*\nError: not any more\n$/);
});

test("Ctrl-C ends it quietly with 130", async () => {
  const abort = new AbortController();
  const { code, stderr } = await perform({
    argv: ["watch", "--initial"],
    admin: subscriptions([initial("a")]),
    io: {
      signal: abort.signal,
      stdout: {
        write: async () => abort.abort(),
      },
    },
  });
  assert.deepEqual([code, stderr], [130, ""]);
});

test("a reader that went away ends it quietly", async () => {
  const { code, stderr } = await perform({
    argv: ["watch", "--initial"],
    admin: subscriptions([initial("a")]),
    io: {
      stdout: {
        write: async () => {
          throw Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
        },
      },
    },
  });
  assert.deepEqual([code, stderr], [0, ""]);
});
