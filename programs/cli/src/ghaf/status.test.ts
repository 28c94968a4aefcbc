import assert from "node:assert/strict";
import { test } from "node:test";
import { RpcError } from "@ghaf/api/rpc";
import { type AdminHandlers, perform, refusal } from "./fake-io.ts";
import { DEVICE } from "./fake-registry.ts";

const admin: AdminHandlers = { queryList: () => ({ List: [...DEVICE] }) };
const status = {
  getStatus: () => ({
    version: "0.1.0",
    bootId: "b-1",
    uptimeSeconds: 93_784n,
    warnings: [
      {
        code: "unbound-registration",
        text: "any client may register as anybody",
      },
    ],
    sessions: 3,
    watchers: 1,
  }),
};

test("status shows the admin, what it looks after, and its warnings", async () => {
  const outcome = await perform({ argv: ["status"], admin, status });
  assert.deepEqual([outcome.code, outcome.stderr], [0, ""]);
  assert.equal(
    outcome.stdout,
    `ADMIN     admin-vm at 127.0.0.1:9001
VERSION   0.1.0
UP        1 d 2 h
VMS       1 Running, 1 PoweredOff
AGENTS    2 Running
APPS      2 Running, 1 Paused
SERVICES  1 Running
WARNING   unbound-registration: any client may register as anybody
`,
  );
});

test("status -o json", async () => {
  const argv = ["status", "-o", "json"];
  const outcome = await perform({ argv, admin, status });
  assert.deepEqual(JSON.parse(outcome.stdout), {
    reachable: true,
    name: "admin-vm",
    address: "127.0.0.1:9001",
    version: "0.1.0",
    bootId: "b-1",
    uptimeSeconds: 93_784,
    sessions: 3,
    watchers: 1,
    vms: { PoweredOff: 1, Running: 1 },
    agents: { Running: 2 },
    apps: { Paused: 1, Running: 2 },
    services: { Running: 1 },
    warnings: [
      {
        code: "unbound-registration",
        text: "any client may register as anybody",
      },
    ],
  });
});

test("the reference's admin has no such service and is shown all the same", async () => {
  const outcome = await perform({ argv: ["status", "--notls"], admin });
  assert.equal(outcome.code, 0);
  assert.match(outcome.stdout, /^VERSION +unknown\nUP +unknown$/m);
  assert.match(
    outcome.stdout,
    /^WARNING +no-tls: the connection is not encrypted$/m,
  );
});

test("nobody answers: exit 4, where it was looked for, and what to try", async () => {
  const gone: AdminHandlers = {
    queryList: () => {
      throw new RpcError("unavailable", "cannot connect: refused");
    },
  };
  const argv = ["--addr", "10.1.2.3", "status"];
  const table = await perform({ argv, admin: gone });
  assert.deepEqual([table.code, table.stdout], [4, ""]);
  assert.equal(
    table.stderr,
    `error: cannot reach admin-vm at 10.1.2.3:9001
  because cannot connect: refused
  another admin: --addr, --port and --name, or GIVC_ADDR, GIVC_PORT and GIVC_NAME
  other certificates: --cacert, --cert and --key, or GIVC_CA_CERT, GIVC_HOST_CERT and GIVC_HOST_KEY
  to make certificates for development: ghaf pki dev init
`,
  );
  const document = await perform({
    argv: [...argv, "-o", "json"],
    admin: gone,
  });
  assert.equal(document.code, 4);
  assert.deepEqual(JSON.parse(document.stdout), {
    reachable: false,
    name: "admin-vm",
    address: "10.1.2.3:9001",
    error: "cannot connect: refused",
  });
});

test("a denied question about the admin is a denial", async () => {
  const outcome = await perform({
    argv: ["status"],
    admin,
    status: {
      getStatus: () => {
        throw refusal("permission-denied", "not for you");
      },
    },
  });
  assert.equal(outcome.code, 5);
});
