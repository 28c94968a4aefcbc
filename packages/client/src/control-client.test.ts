import assert from "node:assert/strict";
import { test } from "node:test";
import { LOCALE_KEYS } from "@ghaf/api";
import { LocaleMacroKey } from "@ghaf/api/proto/locale/locale";
import { RpcError } from "@ghaf/api/rpc";
import { createControlClient } from "./create-control-client.ts";
import { fakeAdmin } from "./fake-admin.ts";
import { retryDelayMs } from "./pacing.ts";
import { unitTypeOf } from "./unit-type.ts";

test("a row keeps words that this version does not know", async () => {
  const admin = fakeAdmin({
    queryList: () => ({
      List: [
        {
          Name: "foot@0.service",
          Description: "terminal",
          VmStatus: "Hibernated",
          TrustLevel: "Blessed",
          VmType: "EdgeVM",
          ServiceType: "Job",
          VmName: "app-vm",
        },
      ],
    }),
  });
  const items = await createControlClient(admin.transport).queryList();
  assert.deepEqual(items, [
    {
      name: "foot@0.service",
      description: "terminal",
      status: "Hibernated",
      trustLevel: "Blessed",
      vmType: "EdgeVM",
      serviceType: "Job",
      vmName: "app-vm",
      agentName: null,
    },
  ]);
});

test("an error carries code, message, detail and the causes below the message", async () => {
  const admin = fakeAdmin({
    startVM: () => {
      throw new RpcError("failed-precondition", "vm x not started", {
        debug: {
          detail: "unit not loaded",
          stack: ["host said no", "unit not loaded"],
        },
      });
    },
  });
  await assert.rejects(createControlClient(admin.transport).startVm("x"), {
    name: "ControlError",
    code: "failed-precondition",
    message: "vm x not started",
    detail: "unit not loaded",
    causes: ["host said no", "unit not loaded"],
  });
});

test("a detail without a stack is the one cause, unless it repeats the message", async () => {
  const failing = (message: string, detail: string) =>
    createControlClient(
      fakeAdmin({
        reboot: () => {
          const debug = { detail, stack: [] };
          throw new RpcError("not-found", message, { debug });
        },
      }).transport,
    ).reboot();
  await assert.rejects(failing("no host", "registry is empty"), {
    causes: ["registry is empty"],
  });
  await assert.rejects(failing("no host", "no host"), { causes: [] });
});

test("a method that the admin lacks fails with its text", async () => {
  const client = createControlClient(fakeAdmin({}).transport);
  await assert.rejects(client.wakeup(), {
    code: "unimplemented",
    message: "Wakeup: not by this admin",
  });
  const updates = client.setGeneration({ pin: "p", cache: "c" });
  await assert.rejects(updates.next(), { code: "unimplemented" });
});

test("starting may take as long as a VM takes, other calls twice the admin's own time", async () => {
  const admin = fakeAdmin({
    startApplication: () => ({ registryId: "foot@0.service" }),
    startVM: () => ({ registryId: "givc-app-vm.service" }),
    stopService: () => ({ CmdStatus: "a", AppStatus: "b" }),
    sysinfo: () => ({}),
  });
  const client = createControlClient(admin.transport);
  assert.equal(
    await client.startApplication({ app: "foot", vm: "app-vm" }),
    "foot@0.service",
  );
  assert.equal(await client.startVm("app-vm"), "givc-app-vm.service");
  assert.deepEqual(await client.stopService({ service: "s", vm: "v" }), {
    command: "a",
    application: "b",
  });
  assert.deepEqual(await client.sysinfo({ timeoutMs: 7 }), {
    ghafVersion: "",
    secureBoot: null,
    diskEncrypted: null,
  });
  assert.deepEqual(
    admin.calls.map((call) => call.timeoutMs),
    [250_000, 250_000, 10_000, 7],
  );
});

test("requests say what they were given and leave out what they were not", async () => {
  const seen: unknown[] = [];
  const admin = fakeAdmin({
    startApplication: ({ AppName, VmName, Args }) => {
      seen.push({ AppName, VmName, Args });
      return {};
    },
    setLocale: ({ assignments }) => {
      seen.push(assignments.map(({ key, value }) => [key, value]));
      return {};
    },
    registerService: ({ Name, Parent, Type, Transport, State }) => {
      seen.push([Name, Parent, Type, Transport?.Protocol, Transport?.Port]);
      seen.push(State?.SubState);
      return {};
    },
    ctap: ({ Req, Args, Payload }) => {
      seen.push([Req, Args]);
      return { Output: Payload };
    },
  });
  const client = createControlClient(admin.transport);
  await client.startApplication({ app: "foot", args: ["-x"] });
  await client.setLocale([{ key: "LC_ALL", value: "C" }]);
  await client.registerService({
    name: "givc-app-vm.service",
    parent: "microvm@app-vm.service",
    type: 12,
    endpoint: { kind: "tcp", host: "192.0.2.5", port: 9000 },
    serverName: "app-vm",
    state: {
      name: "",
      description: "",
      loadState: "loaded",
      activeState: "active",
      subState: "running",
      path: "",
      freezerState: "running",
    },
  });
  const payload = Uint8Array.of(1, 2, 3);
  const output = await client.ctap({ operation: "op", args: ["a"], payload });
  assert.deepEqual(output, payload);
  assert.deepEqual(seen, [
    { AppName: "foot", VmName: undefined, Args: ["-x"] },
    [[13, "C"]],
    ["givc-app-vm.service", "microvm@app-vm.service", 12, "tcp", "9000"],
    "running",
    ["op", ["a"]],
  ]);
});

test("numbers stand for what the specification's tables say", () => {
  assert.deepEqual(
    LOCALE_KEYS.map((key) => LocaleMacroKey[key]),
    LOCALE_KEYS.map((_, number) => number),
  );
  const words = [...Array(16).keys()].map((number) => {
    const type = unitTypeOf(number);
    return type && `${type.vmType}/${type.serviceType}`;
  });
  assert.deepEqual(words, [
    "Host/Mgr",
    "Host/Svc",
    "Host/App",
    "AdmVM/VM",
    "AdmVM/Mgr",
    "AdmVM/Svc",
    "AdmVM/App",
    "SysVM/VM",
    "SysVM/Mgr",
    "SysVM/Svc",
    "SysVM/App",
    "AppVM/VM",
    "AppVM/Mgr",
    "AppVM/Svc",
    "AppVM/App",
    undefined,
  ]);
});

test("waits are never below 100 ms nor above 1 s", () => {
  for (const failures of [1, 2, 5, 50, 2_000]) {
    for (const random of [0, 0.5, 0.999]) {
      const ms = retryDelayMs(failures, random);
      assert.ok(ms >= 100 && ms <= 1_000, `${failures}: ${ms}`);
    }
  }
});
