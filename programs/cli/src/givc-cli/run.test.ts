import assert from "node:assert/strict";
import { test } from "node:test";
import { RpcError } from "@ghaf/api/rpc";
import { perform } from "./fake-io.ts";

test("--help goes to stdout and names every command and the exit codes", async () => {
  const { code, stdout, stderr, connections } = await perform({
    argv: ["--help"],
  });
  assert.deepEqual([code, stderr, connections], [0, "", []]);
  const commands = [...stdout.matchAll(/^ {2}([a-z][a-z-]*) /gm)].map(
    ([, name]) => name,
  );
  assert.deepEqual(commands, [
    "start",
    "stop",
    "pause",
    "resume",
    "query",
    "query-list",
    "watch",
    "get-status",
    "get-stats",
    "test",
    "reboot",
    "poweroff",
    "suspend",
    "wakeup",
    "sysinfo",
    "set-locale",
    "set-timezone",
    "notify-user",
    "ctap",
    "update",
    "help",
  ]);
  assert.match(stdout, /^Exit codes: 0 done; 1 failed; 2 /m);
});

for (const argv of [[], ["stop"], ["update"], ["test"]]) {
  test(`a missing command prints help to stderr: givc-cli ${argv.join(" ")}`, async () => {
    const { code, stdout, stderr } = await perform({ argv });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /^Usage: givc-cli/);
  });
}

for (const [argv, text] of [
  [["strat"], "unknown command 'strat'\n(Did you mean start?)"],
  [["--adr", "x", "sysinfo"], "unknown option '--adr'\n(Did you mean --addr?)"],
  [["sysinfo", "--json"], "unknown option '--json'"],
  [["watch", "--limit"], "option '--limit <number>' argument missing"],
  [
    ["watch", "--limit", "many"],
    "option '--limit <number>' argument 'many' is invalid. It must be a whole number from 0.",
  ],
  [
    ["test", "ensure", "x", "--retry", "0"],
    "option '--retry <number>' argument '0' is invalid. It must be a whole number from 1.",
  ],
  [["get-status", "vm"], "missing required argument 'unit'"],
  [["pause"], "missing required argument 'name'"],
  [["--port", "0", "sysinfo"], '--port "0" is not a number from 1 to 65535'],
] as const) {
  test(`usage: givc-cli ${argv.join(" ")}`, async () => {
    const { code, stdout, stderr, connections } = await perform({ argv });
    assert.deepEqual([code, stdout, connections], [2, "", []]);
    assert.ok(stderr.startsWith(`Error: ${text}`), stderr);
  });
}

test("global options may stand before and after the command", async () => {
  const admin = { sysinfo: () => ({}) };
  const before = ["--addr", "192.0.2.1", "--notls", "sysinfo"];
  const behind = ["sysinfo", "--notls", "--addr=192.0.2.1"];
  const outcomes = [
    await perform({ argv: before, admin }),
    await perform({ argv: behind, admin }),
  ];
  for (const { code, connections } of outcomes) {
    assert.equal(code, 0);
    assert.deepEqual(connections[0]?.target.endpoint, {
      kind: "tcp",
      host: "192.0.2.1",
      port: 9001,
    });
    assert.equal(connections[0]?.tls, undefined);
  }
});

test("missing certificates exit 2 and name their flags", async () => {
  const files = { unreadable: () => "no such file" };
  const argv = ["query-list"];
  const { code, stderr, connections } = await perform({ argv, io: { files } });
  assert.deepEqual([code, connections], [2, []]);
  assert.match(
    stderr,
    /^Error: missing --cacert FILE, --cert FILE, --key FILE/,
  );
});

test("a denial's text is in the output, a mere refusal says nothing of the address", async () => {
  const { code, stderr } = await perform({
    argv: ["get-status", "appvm", "multi-user.target"],
    admin: {
      getUnitStatus: () => {
        const message =
          "cedar: permission denied by admin access control policy";
        throw new RpcError("permission-denied", message);
      },
    },
  });
  assert.equal(code, 1);
  assert.equal(
    stderr,
    "Error: cedar: permission denied by admin access control policy\n",
  );
});

test("a single cause stands alone; a detail that repeats the message does not stand at all", async () => {
  const failing = async (detail: string, stack: readonly string[]) => {
    const { stderr } = await perform({
      argv: ["reboot"],
      admin: {
        reboot: () => {
          const debug = { detail, stack };
          throw new RpcError("not-found", "no host agent", { debug });
        },
      },
    });
    return stderr;
  };
  assert.equal(
    await failing("nothing registered", []),
    "Error: no host agent\n\nCaused by:\n    nothing registered\n",
  );
  assert.equal(await failing("no host agent", []), "Error: no host agent\n");
});

test("an error of ours ends with exit 1 and its chain", async () => {
  const { code, stderr } = await perform({
    argv: ["sysinfo"],
    io: {
      connect: async () => {
        throw new Error("outer", { cause: new Error("inner") });
      },
    },
  });
  assert.equal(code, 1);
  assert.equal(stderr, "Error: outer\n\nCaused by:\n    inner\n");
});

test("Ctrl-C during a call exits 130 without a word", async () => {
  const abort = new AbortController();
  const { code, stdout, stderr } = await perform({
    argv: ["start", "vm", "app-vm"],
    admin: {
      startVM: async (_, { signal }) => {
        abort.abort();
        await new Promise((end) => signal.addEventListener("abort", end));
        return {};
      },
    },
    io: { signal: abort.signal },
  });
  assert.deepEqual([code, stdout, stderr], [130, "", ""]);
});
