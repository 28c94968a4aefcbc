/** The admin from its front door: registration, listing, watching, and what it says of itself. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { writeUnitStatus } from "@ghaf/api";
import type { WatchItem } from "@ghaf/api/proto/admin/admin";
import { StatusService } from "@ghaf/api/proto/ghaf/status/v1/status";
import { createRpcClient, RpcError, type StatusCode } from "@ghaf/api/rpc";
import { runningStatus } from "./agents/fake-agent.ts";
import { InProcess, registration } from "./in-process.ts";

async function fails(
  call: Promise<unknown>,
  code: StatusCode,
  message: string | RegExp,
): Promise<RpcError> {
  const error = await call.then(
    () => assert.fail("it did not fail"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof RpcError, String(error));
  assert.equal(error.code, code, error.message);
  if (typeof message === "string") assert.equal(error.message, message);
  else assert.match(error.message, message);
  return error;
}

function told(item: WatchItem): string {
  const { case: word, value } = item.Status;
  assert.ok(word !== undefined);
  return word === "Initial"
    ? `Initial ${value.List.map((row) => row.Name).join(" ")}`
    : `${word} ${value.Name} ${value.VmStatus}`;
}

test("rows look as the reference shows them", async () => {
  const world = new InProcess();
  await world.registerHost("app-vm");
  await world.register("app-vm");
  await world.register("app-vm", {
    Name: "kiosk.service",
    Type: 13,
    Parent: "givc-app-vm.service",
  });
  const { List } = await world.client().queryList({});
  const rows = List.map(({ $typeName: _, ...row }) => row);
  assert.deepEqual(rows, [
    {
      Name: "givc-ghaf-host.service",
      Description: "unit givc-ghaf-host.service",
      VmStatus: "Running",
      TrustLevel: "Warning",
      VmType: "Host",
      ServiceType: "Mgr",
      VmName: "",
      AgentName: "givc-ghaf-host.service",
    },
    {
      Name: "microvm@app-vm.service",
      Description: "unit microvm@app-vm.service",
      VmStatus: "PoweredOff",
      TrustLevel: "Warning",
      VmType: "AppVM",
      ServiceType: "VM",
      VmName: "app-vm",
      AgentName: "microvm@app-vm.service",
    },
    {
      Name: "givc-app-vm.service",
      Description: "unit givc-app-vm.service",
      VmStatus: "Running",
      TrustLevel: "Warning",
      VmType: "AppVM",
      ServiceType: "Mgr",
      VmName: "app-vm",
      AgentName: "givc-app-vm.service",
    },
    {
      Name: "kiosk.service",
      Description: "unit kiosk.service",
      VmStatus: "Running",
      TrustLevel: "Warning",
      VmType: "AppVM",
      ServiceType: "Svc",
      VmName: "",
      AgentName: "kiosk.service",
    },
  ]);
});

test("an impostor is refused, told why, and nothing is registered", async () => {
  const world = new InProcess();
  const request = registration("ghaf-host", { Type: 0, Parent: "" });
  const error = await fails(
    world.client(world.as("app-vm")).registerService(request),
    "permission-denied",
    '"app-vm" cannot register with the transport name "ghaf-host"',
  );
  assert.equal(error.debug?.detail, error.message);
  assert.deepEqual((await world.client().queryList({})).List, []);
});

test("a refusal that is repeated is logged once", async () => {
  const world = new InProcess();
  const impostor = world.client(world.as("app-vm"));
  const attempt = (name: string) =>
    impostor.registerService(registration(name)).catch(() => undefined);
  for (const name of ["x", "x", "x", "y", "y"]) await attempt(name);
  const warnings = world.log.filter((line) => line.startsWith("warning"));
  assert.equal(warnings.length, 2);
});

test("a caller without certificate is refused under TLS, believed without", async () => {
  const request = registration("app-vm");
  const strict = new InProcess();
  await fails(
    strict.client(strict.from({ kind: "tcp" })).registerService(request),
    "unauthenticated",
    "No peer certificate",
  );
  const open = new InProcess({ tls: false });
  await open.client(open.from({ kind: "tcp" })).registerService(request);
  assert.equal((await open.client().queryList({})).List.length, 1);
});

test("without binding, a second host is still one too many", async () => {
  const world = new InProcess({ allowUnboundRegistration: true });
  await world.register("ghaf-host", { Type: 0, Parent: "" });
  await fails(
    world.register("other-host", { Type: 0, Parent: "" }),
    "already-exists",
    "givc-ghaf-host.service is the host already",
  );
});

test("a watcher sees what was there, then each change once and in order", async () => {
  const world = new InProcess();
  await world.register("app-vm");
  const seen: string[] = [];
  const stop = new AbortController();
  const items = world.client().watch({}, { signal: stop.signal });
  const watching = (async () => {
    for await (const item of items) {
      seen.push(told(item));
      if (seen.length === 3) stop.abort();
    }
  })();
  await world.clock.advance(0);
  await world.register("app-vm");
  await world.register("net-vm", { Type: 8 });
  await world.register("net-vm", {
    Type: 8,
    State: writeUnitStatus({
      ...runningStatus("givc-net-vm.service"),
      freezerState: "frozen",
    }),
  });
  await assert.rejects(watching, RpcError);
  assert.deepEqual(seen, [
    "Initial givc-app-vm.service",
    "Added givc-net-vm.service Running",
    "Updated givc-net-vm.service Paused",
  ]);
});

test("the list is one message until something changes", async () => {
  const world = new InProcess();
  await world.register("app-vm");
  const [admin] = world.admin.services;
  const list = () => admin?.handlers.get("queryList")?.({}, {} as never);
  const first = list();
  await world.register("app-vm");
  assert.equal(list(), first);
  await world.register("net-vm");
  assert.notEqual(list(), first);
});

test("watches end cleanly when the admin stops", async () => {
  const world = new InProcess();
  const seen: string[] = [];
  const watching = (async () => {
    for await (const item of world.client().watch({})) seen.push(told(item));
  })();
  await world.clock.advance(0);
  world.admin.close();
  await watching;
  assert.deepEqual(seen, ["Initial "]);
  assert.equal(world.clock.pending, 0);
});

test("what is not built says so", async () => {
  const world = new InProcess();
  const client = world.client();
  await fails(client.wakeup({}), "unimplemented", "Not supported");
  for (const call of [
    client.listGenerations({}),
    client.notifyUser({ VmName: "gui-vm" }),
    client.ctap({}),
    client.setGeneration({})[Symbol.asyncIterator]().next(),
  ]) {
    await fails(call, "unimplemented", /not in this version/);
  }
});

test("the status has the warnings, the versions and the counts", async () => {
  const careless = new InProcess({
    allowUnboundRegistration: true,
    monitoring: false,
    tlsMinVersion: "TLSv1.2",
  });
  await careless.register("app-vm");
  const statusOf = (world: InProcess) =>
    createRpcClient(StatusService, world.as("gui-vm")).getStatus({});
  const status = await statusOf(careless);
  assert.equal(status.bootId, "boot-1");
  assert.match(status.version, /^\d+\.\d+\.\d+$/);
  assert.equal(status.agents, 1);
  assert.equal(status.agentsUp, 1);
  assert.equal(status.sessions, 0);
  assert.deepEqual(
    status.warnings.map((warning) => warning.code),
    ["unbound-registration", "tls-1.2", "monitoring-off"],
  );
  const open = await statusOf(new InProcess({ tls: false }));
  assert.deepEqual(
    open.warnings.map((warning) => warning.code),
    ["no-tls"],
  );
  assert.deepEqual((await statusOf(new InProcess())).warnings, []);
});

test("an agent that names another address leaves no channel at the old one", async () => {
  const world = new InProcess();
  await world.register("app-vm");
  await world.register("app-vm");
  assert.deepEqual(world.dropped, []);
  const { Transport } = registration("app-vm");
  assert.ok(Transport !== undefined);
  await world.register("app-vm", { Transport: { ...Transport, Port: "9999" } });
  const host = Transport.Address;
  assert.deepEqual(world.dropped, [{ kind: "tcp", host, port: 9_000 }]);
});
