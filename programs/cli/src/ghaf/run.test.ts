import assert from "node:assert/strict";
import { test } from "node:test";
import { RpcError } from "@ghaf/api/rpc";
import { type AdminHandlers, perform, refusal } from "./fake-io.ts";

test("--help and --version go to stdout and end with 0", async () => {
  const help = await perform({ argv: ["--help"] });
  assert.deepEqual([help.code, help.stderr], [0, ""]);
  assert.match(help.stdout, /^Usage: ghaf /);
  assert.match(help.stdout, /Not in this version:\n {2}sbom /);
  const version = await perform({ argv: ["--version"] });
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  const one = await perform({ argv: ["help", "app"] });
  assert.match(one.stdout, /^Usage: ghaf app /);
});

test("wrong usage ends with 2 and says what was meant", async () => {
  const wrong: [string[], RegExp][] = [
    [[], /^Usage: ghaf /],
    [["app"], /^Usage: ghaf app /],
    [["statsu"], /unknown command 'statsu'\n\(Did you mean status\?\)/],
    [["app", "stop"], /missing required argument 'name'/],
    [["vm", "list", "-o", "xml"], /Allowed choices are table, wide, json/],
    [["vm", "list", "--wach"], /Did you mean --watch/],
    [["vm", "list", "extra"], /too many arguments/],
    [["watch", "--limit", "x"], /It must be a whole number/],
    [["status", "--timeout", "0"], /It must be a number of seconds/],
    [["status", "--port", "0"], /error: --port "0" is not a number from 1/],
    [["completion", "tcsh"], /Allowed choices are bash, zsh, fish/],
  ];
  for (const [argv, message] of wrong) {
    const outcome = await perform({ argv });
    assert.equal(outcome.code, 2, argv.join(" "));
    assert.match(outcome.stderr, message);
    assert.equal(outcome.stdout, "");
  }
});

test("commands without a backend say so and end with 1", async () => {
  const absent = "sbom";
  for (const name of absent.split(" ")) {
    const argv = [name, "--whatever", "x"];
    const outcome = await perform({ argv });
    assert.deepEqual([outcome.code, outcome.stdout], [1, ""]);
    assert.match(
      outcome.stderr,
      new RegExp(`^error: ghaf ${name} is not in this version\n`),
    );
  }
});

test("connection options count before the command and after it, those after it more", async () => {
  const admin: AdminHandlers = { queryList: () => ({ List: [] }) };
  const argv = ["--addr", "10.0.0.1", "--port", "9", "vm", "list"];
  const { connections } = await perform({
    argv: [...argv, "--port", "10", "--name", "other"],
    env: { GIVC_ADDR: "10.0.0.2", GIVC_BIND: "10.0.0.3" },
    admin,
  });
  assert.deepEqual(connections[0]?.target, {
    endpoint: { kind: "tcp", host: "10.0.0.1", port: 10 },
    serverName: "other",
  });
  assert.equal(connections[0]?.sourceAddress, "10.0.0.3");
});

test("without certificates: exit 2 and how to get some", async () => {
  const outcome = await perform({
    argv: ["status"],
    io: { files: { unreadable: () => "no such file" } },
  });
  assert.equal(outcome.code, 2);
  assert.match(outcome.stderr, /^error: missing --cacert FILE, --cert FILE/);
  assert.match(outcome.stderr, /ghaf pki dev init\n$/);
});

test("every way a call can end has its exit status", async () => {
  const statuses: [RpcError, number][] = [
    [refusal("not-found", "x"), 3],
    [refusal("unavailable", "x"), 4],
    [new RpcError("unavailable", "x"), 4],
    [new RpcError("deadline-exceeded", "x"), 4],
    [refusal("deadline-exceeded", "net-vm did not answer within 60 s"), 1],
    [refusal("permission-denied", "x"), 5],
    [refusal("unauthenticated", "x"), 5],
    [refusal("failed-precondition", "x"), 1],
    [refusal("invalid-argument", "x"), 1],
    [refusal("unimplemented", "x"), 1],
    [refusal("internal", "x"), 1],
  ];
  for (const [error, code] of statuses) {
    const admin: AdminHandlers = {
      queryList: () => {
        throw error;
      },
    };
    const outcome = await perform({ argv: ["app", "list"], admin });
    assert.equal(outcome.code, code, error.code);
    assert.equal(outcome.stdout, "");
    assert.match(outcome.stderr, /^error: /);
  }
});

test("--timeout bounds the call", async () => {
  const outcome = await perform({
    argv: ["app", "list", "--timeout", "0.05"],
    admin: { queryList: () => new Promise<never>(() => undefined) },
  });
  assert.equal(outcome.code, 4);
});

test("causes and hostile texts are shown, one line each", async () => {
  const admin: AdminHandlers = {
    queryList: () => {
      throw new RpcError("internal", "outer\u001b[2J", {
        debug: { detail: "root", stack: ["middle\nx", "root"] },
      });
    },
  };
  const outcome = await perform({ argv: ["app", "list"], admin });
  assert.equal(
    outcome.stderr,
    "error: outer\\x1b[2J\n  because middle\\nx\n  because root\n",
  );
});
