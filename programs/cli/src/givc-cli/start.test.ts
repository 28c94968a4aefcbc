import assert from "node:assert/strict";
import { test } from "node:test";
import { RpcError } from "@ghaf/api/rpc";
import { type AdminHandlers, perform } from "./fake-io.ts";

/** An admin that starts everything and remembers what it was asked. */
function startingAdmin() {
  const asked: unknown[] = [];
  const handlers: AdminHandlers = {
    startApplication: ({ AppName, VmName, Args }) => {
      asked.push([AppName, VmName, Args]);
      return { registryId: `${AppName}@0.service` };
    },
    startVM: ({ VmName }) => {
      asked.push([VmName]);
      return { registryId: `givc-${VmName}.service` };
    },
    startService: ({ ServiceName, VmName }) => {
      asked.push([ServiceName, VmName]);
      return { registryId: `givc-${VmName}.service` };
    },
  };
  return { asked, handlers };
}

test("start app prints the reply as the reference does", async () => {
  const { asked, handlers } = startingAdmin();
  const outcome = await perform({
    argv: ["start", "app", "--vm", "app-vm", "foot"],
    admin: handlers,
  });
  assert.deepEqual(outcome, {
    code: 0,
    stdout: 'StartResponse { registry_id: "foot@0.service" }\n',
    stderr: "",
    connections: outcome.connections,
  });
  assert.deepEqual(asked, [["foot", "app-vm", []]]);
});

test("everything after -- belongs to the application, whatever it looks like", async () => {
  const { asked, handlers } = startingAdmin();
  const args = ["--vm", "/tmp/a b", "--", "--help", "-x"];
  for (const argv of [
    ["start", "app", "--vm", "app-vm", "cat", "--", ...args],
    ["start", "app", "cat", "--vm=app-vm", "--", ...args],
    ["--port", "9002", "start", "app", "cat", "--vm", "app-vm", "--", ...args],
  ]) {
    const { code, stderr } = await perform({ argv, admin: handlers });
    assert.equal(stderr, "");
    assert.equal(code, 0);
  }
  assert.deepEqual(asked, Array(3).fill(["cat", "app-vm", args]));
});

test("start vm and start service", async () => {
  const { asked, handlers } = startingAdmin();
  const vm = await perform({
    argv: ["start", "vm", "app-vm"],
    admin: handlers,
  });
  assert.equal(
    vm.stdout,
    'StartResponse { registry_id: "givc-app-vm.service" }\n',
  );
  const service = await perform({
    argv: ["start", "service", "kiosk-task.service", "--vm", "appvm"],
    admin: handlers,
  });
  assert.equal(
    service.stdout,
    'StartResponse { registry_id: "givc-appvm.service" }\n',
  );
  assert.deepEqual(asked, [["app-vm"], ["kiosk-task.service", "appvm"]]);
});

test("a stray argument is refused before anybody is asked", async () => {
  const outcome = await perform({
    argv: ["start", "app", "cat", "/tmp/x", "--vm", "app-vm", "--", "/tmp/y"],
  });
  assert.equal(outcome.code, 2);
  assert.equal(
    outcome.stderr,
    'Error: unexpected argument "/tmp/x"\n\narguments for the application go after --\n',
  );
  assert.deepEqual(outcome.connections, []);
});

for (const argv of [
  ["start", "--vm", "appvm", "cat", "--", "/var/log/lastlog"],
  ["start", "cat", "--vm", "appvm", "--", "/etc/../bin/sh"],
]) {
  test(`the old form is told the new one: ${argv.join(" ")}`, async () => {
    const { code, stderr, connections } = await perform({ argv });
    assert.equal(code, 2);
    assert.equal(
      stderr,
      "Error: start needs the word app, vm or service\n\nto start an application, write: givc-cli start app <app> --vm <vm> [-- args...]\n",
    );
    assert.deepEqual(connections, []);
  });
}

for (const [argv, text] of [
  [["start"], "start what? app, vm or service"],
  [["start", "app", "foot"], "required option '--vm <vm>' not specified"],
  [["start", "app", "--vm", "x"], "missing required argument 'app'"],
  [["start", "vm"], "missing required argument 'vm'"],
  [
    ["start", "vm", "a", "b"],
    "too many arguments for 'vm'. Expected 1 argument but got 2.",
  ],
  [["start", "service", "s"], "required option '--vm <vm>' not specified"],
] as const) {
  test(`usage: ${argv.join(" ")}`, async () => {
    const { code, stdout, stderr, connections } = await perform({ argv });
    assert.equal(stderr.split("\n")[0], `Error: ${text}`);
    assert.equal(stdout, "");
    assert.equal(code, 2);
    assert.deepEqual(connections, []);
  });
}

test("a failure shows the message, the causes and the detail", async () => {
  const { code, stdout, stderr } = await perform({
    argv: ["start", "app", "foot", "--vm", "app-vm"],
    admin: {
      startApplication: () => {
        const debug = {
          detail: "argument /var/x is outside /tmp",
          stack: ["agent app-vm refused"],
        };
        throw new RpcError("permission-denied", "foot not started", { debug });
      },
    },
  });
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.equal(
    stderr,
    [
      "Error: foot not started",
      "",
      "Caused by:",
      "    0: agent app-vm refused",
      "    1: argument /var/x is outside /tmp",
      "",
    ].join("\n"),
  );
});

test("what an agent says cannot act on the terminal", async () => {
  const { stderr } = await perform({
    argv: ["start", "vm", "x"],
    admin: {
      startVM: () => {
        throw new RpcError("not-found", "\u001b[2Jgone\u202e");
      },
    },
  });
  assert.equal(stderr, "Error: \\x1b[2Jgone\\u{202e}\n");
});
