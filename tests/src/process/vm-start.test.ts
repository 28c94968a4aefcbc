/** An application asked for in a VM that is off: whatever happens to the VM, the caller is told. */

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { RpcError } from "@ghaf/api/rpc";
import { starter } from "./program.ts";
import { type RunningAdmin, startAdmin } from "./running-admin.ts";
import {
  agentConfig,
  type RunningAgent,
  type SupervisedUnit,
  startAgent,
  writeConfig,
} from "./running-agent.ts";
import { TestDevice } from "./test-device.ts";
import { until } from "./until.ts";

/** A call may take the admin's own limit and more: what fails it early is the admin's word. */
const PATIENT = { timeoutMs: 90_000 };

let device: TestDevice;
let admin: RunningAdmin;
let host: RunningAgent;

before(async () => {
  device = await TestDevice.create();
});

afterEach(async () => {
  await host.program.stop();
  await admin.program.stop();
});

after(() => device.close());

test("the VM's agent comes, and the application runs", async () => {
  await start([await chatVm()]);
  const { registryId } = await admin.client.startApplication(
    { AppName: "chat", VmName: "chat-vm" },
    PATIENT,
  );
  assert.equal(registryId, "chat@0.service");
  const { List } = await admin.client.queryList({});
  const names = List.map(({ Name }) => Name).sort();
  assert.deepEqual(names, [
    "chat@0.service",
    "givc-chat-vm.service",
    "givc-ghaf-host.service",
    "microvm@chat-vm.service",
  ]);
});

test("ten people ask for the same VM at once, and all of them get their application", async () => {
  await start([await chatVm()]);
  const request = { AppName: "chat", VmName: "chat-vm" };
  const replies = await Promise.all(
    Array.from({ length: 10 }, () =>
      admin.client.startApplication(request, PATIENT),
    ),
  );
  const numbers = replies.map(({ registryId }) => registryId).sort();
  const expected = Array.from({ length: 10 }, (_, n) => `chat@${n}.service`);
  assert.deepEqual(numbers, expected);
});

const BROKEN: readonly (readonly [what: string, command: readonly string[]])[] =
  [
    ["a program that is not there", ["/nowhere/hypervisor"]],
    ["a program that fails at once", ["sh", "-c", "exit 3"]],
    ["a program that fails after a moment", ["sh", "-c", "sleep 0.3; exit 3"]],
    ["a program that ends well, without an agent", ["sh", "-c", "sleep 0.3"]],
    ["a program that is killed", ["sh", "-c", "sleep 0.3; kill -9 $$"]],
  ];

for (const [what, command] of BROKEN) {
  test(`the unit of the VM fails: ${what}`, async () => {
    // An hour: what is waited for here is the failure.
    await start([vm("bad-vm", command)], ["--vm-start-timeout", "3600"]);
    for (const call of callsFor("bad-vm")) {
      const error = await refusal(call());
      assert.equal(error.code, "failed-precondition", error.message);
      assert.match(error.message, /microvm@bad-vm\.service/);
    }
    assert.ok((await admin.client.queryList({})).List.length > 0);
  });
}

test("an agent that never comes: the answer names the VM and the seconds", async () => {
  const slow = vm("slow-vm", ["sleep", "1000"]);
  await start([slow], ["--vm-start-timeout", "2"]);
  // The second caller finds the VM on, and its agent still missing.
  for (const attempt of ["off", "on"]) {
    const { client } = admin;
    const error = await refusal(
      client.startApplication({ AppName: "chat", VmName: "slow-vm" }, PATIENT),
    );
    assert.equal(error.code, "deadline-exceeded", attempt);
    const text = "VM slow-vm: its agent did not register within 2 s";
    assert.equal(error.message, text);
  }
});

test("the variable sets the limit as the flag does", async () => {
  const env = { GIVC_VM_START_TIMEOUT: "1" };
  await start([vm("slow-vm", ["sleep", "1000"])], [], env);
  const error = await refusal(
    admin.client.startVM({ VmName: "slow-vm" }, PATIENT),
  );
  assert.match(error.message, /within 1 s$/);
});

test("a caller with less patience gets its own deadline, and the admin goes on", async () => {
  await start([vm("slow-vm", ["sleep", "1000"])]);
  const call = admin.client.startVM({ VmName: "slow-vm" }, { timeoutMs: 500 });
  assert.equal((await refusal(call)).code, "deadline-exceeded");
  assert.equal((await admin.client.queryList({})).List.length, 2);
});

test("a VM that the host does not have", async () => {
  await start([]);
  for (const call of callsFor("ghost-vm")) {
    const error = await refusal(call());
    assert.equal(error.code, "not-found", error.message);
    assert.match(error.message, /microvm@ghost-vm\.service/);
  }
});

test("the host is lost while a VM is waited for", async () => {
  await start([vm("slow-vm", ["sleep", "1000"])], ["--vm-start-timeout", "2"]);
  const call = refusal(admin.client.startVM({ VmName: "slow-vm" }, PATIENT));
  await until("the VM's start", () =>
    device.processes().some(({ args }) => args.includes("1000")),
  );
  await host.program.stop("SIGKILL");
  const { message } = await call;
  // Killed while it was starting the VM, or when the VM's agent was waited for.
  assert.match(message, /^no answer from the agent ghaf-host: |^VM slow-vm: /);
});

/** What somebody may ask of a VM that is off. */
function callsFor(name: string): readonly (() => Promise<unknown>)[] {
  const { client } = admin;
  return [
    () => client.startVM({ VmName: name }, PATIENT),
    () => client.startApplication({ AppName: "x", VmName: name }, PATIENT),
  ];
}

function vm(name: string, command: readonly string[]): SupervisedUnit {
  return { name: `microvm@${name}.service`, command, stopTimeoutSec: 5 };
}

/** A VM whose unit is its agent. */
async function chatVm(): Promise<SupervisedUnit> {
  const machine = await device.machine("chat-vm", 6);
  const applications = [{ name: "chat", command: "sleep 4720" }];
  const capabilities = { applications };
  const config = agentConfig(device, { machine, type: 12, capabilities });
  const path = await writeConfig(device, "chat-vm", config);
  return vm("chat-vm", [starter("givc-agent"), "-config", path]);
}

/** An admin that knows its host agent, which supervises these VMs. */
async function start(
  units: readonly SupervisedUnit[],
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  admin = await startAdmin(device, flags, { env });
  const machine = await device.machine("ghaf-host", 2);
  const appVms = units.map(({ name }) => name);
  const capabilities = { vmServices: { appVms } };
  host = await startAgent(device, { machine, type: 0, capabilities, units });
  await until("the host's registration", async () => {
    const { List } = await admin.client.queryList({});
    return List.length === 1 + units.length;
  });
}

async function refusal(call: Promise<unknown>): Promise<RpcError> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(outcome instanceof RpcError, "it was not refused");
  return outcome;
}
