/** `ghaf vm stop|restart|pause|resume`: who is asked. */

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { RpcError } from "@ghaf/api/rpc";
import { type AdminHandlers, HERE, perform, refusal } from "./fake-io.ts";
import { DEVICE } from "./fake-registry.ts";
import type { Io } from "./io.ts";

function unreachable() {
  return refusal("unavailable", "givc-ghaf-host.service is not connected");
}

/** A device with a VM that runs, and a runner that notes what it is asked. */
async function device(t: TestContext, vm: string, phase = "ready") {
  const base = await mkdtemp(join(tmpdir(), "vm-"));
  t.after(() => rm(base, { recursive: true }));
  const folder = join(base, "instances/default/microvms", vm);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "spec.json"), "{}");
  await writeFile(join(folder, "status.json"), JSON.stringify({ phase }));
  const asked: string[] = [];
  const io: Partial<Io> = {
    device: async () => HERE,
    runner: async ([word = "", dir]) => {
      assert.equal(dir, folder);
      asked.push(word);
      return 0;
    },
  };
  return { env: { GHAF_STATE_DIR: base }, asked, io };
}

/** An admin that does everything, and notes it. */
function willing() {
  const asked: string[] = [];
  const admin: AdminHandlers = {
    queryList: () => ({ List: [...DEVICE] }),
    async *watch(_, { signal }) {
      yield { Status: { case: "Initial", value: { List: [...DEVICE] } } };
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    },
    pauseApplication: ({ AppName }) => {
      asked.push(`pause ${AppName}`);
      return {};
    },
    resumeApplication: ({ AppName }) => {
      asked.push(`resume ${AppName}`);
      return {};
    },
    stopService: ({ ServiceName, VmName }) => {
      asked.push(`stop ${ServiceName} of ${JSON.stringify(VmName)}`);
      return {};
    },
    startVM: ({ VmName }) => {
      asked.push(`start ${VmName}`);
      return { registryId: `givc-${VmName}.service` };
    },
  };
  return { admin, asked };
}

for (const [verb, phase, request, said] of [
  ["pause", "paused", "pause microvm@app-vm.service", "is paused"],
  ["resume", "ready", "resume microvm@app-vm.service", "goes on"],
  ["stop", "ended", 'stop microvm@app-vm.service of ""', "has stopped"],
] as const) {
  test(`${verb} is the admin's, so that its registry knows`, async (t) => {
    const { admin, asked } = willing();
    const machine = await device(t, "app-vm", phase);
    const argv = ["vm", verb, "app-vm"];
    const { env, io } = machine;
    const outcome = await perform({ argv, admin, io, env });
    assert.deepEqual(
      [outcome.code, outcome.stdout, outcome.stderr],
      [0, "", `app-vm ${said}\n`],
    );
    assert.deepEqual([asked, machine.asked], [[request], []]);
  });
}

for (const [what, admin, isHere] of [
  [
    "an admin that does not answer",
    { queryList: () => Promise.reject(unreachable()) },
    true,
  ],
  ["no device whose admin may be asked", {}, false],
  ["an admin that does not know the VM", { queryList: () => ({}) }, true],
] as const) {
  test(`the runner is asked, and that is said: ${what}`, async (t) => {
    const { env, asked, io } = await device(t, "app-vm");
    const way = isHere ? HERE : undefined;
    const outcome = await perform({
      ...{ argv: ["vm", "pause", "app-vm"], env, admin },
      io: { ...io, device: async () => way },
    });
    assert.equal(outcome.code, 0, outcome.stderr);
    const words =
      "no admin answers for app-vm: asking its runner\napp-vm is paused\n";
    assert.equal(outcome.stderr, words);
    assert.deepEqual(asked, ["pause"]);
  });
}

test("a VM that is paused behind the host's back goes on all the same", async (t) => {
  const { admin } = willing();
  const { env, asked, io } = await device(t, "app-vm", "paused");
  const argv = ["vm", "resume", "app-vm"];
  const outcome = await perform({ argv, admin, io, env });
  assert.deepEqual([outcome.code, asked], [0, ["resume"]]);
});

test("the admin is not asked to stop its own VM, and that VM is not restarted", async (t) => {
  const { admin, asked } = willing();
  const machine = await device(t, "admin-vm");
  const { env, io } = machine;
  const pause = await perform({
    argv: ["vm", "pause", "admin-vm"],
    ...{ admin, io, env },
  });
  assert.deepEqual([pause.code, pause.stderr], [0, "admin-vm is paused\n"]);
  const restart = await perform({
    argv: ["vm", "restart", "admin-vm"],
    ...{ admin, io, env },
  });
  assert.equal(restart.code, 2);
  assert.match(restart.stderr, /ghaf down, then ghaf up/);
  assert.deepEqual([asked, machine.asked], [[], ["pause"]]);
});

test("restart is a stop that has ended and a start, both by the admin", async () => {
  const { admin, asked } = willing();
  const io = { device: async () => HERE };
  const outcome = await perform({
    argv: ["vm", "restart", "app-vm"],
    admin,
    io,
  });
  assert.equal(outcome.code, 0, outcome.stderr);
  assert.deepEqual(asked, [
    'stop microvm@app-vm.service of ""',
    "start app-vm",
  ]);
});

test("an admin that was named is not replaced by a runner of this machine", async (t) => {
  const { env, asked, io } = await device(t, "app-vm");
  const admin: AdminHandlers = {
    pauseApplication: () => Promise.reject(unreachable()),
  };
  const argv = ["vm", "pause", "app-vm", "--addr", "192.0.2.1"];
  const outcome = await perform({ argv, admin, env, io });
  assert.deepEqual([outcome.code, asked], [4, []]);
});

test("an admin that was named is not asked to do it to its own VM", async () => {
  const { admin, asked } = willing();
  const argv = ["vm", "pause", "admin-vm", "--notls"];
  const outcome = await perform({ argv, admin });
  assert.deepEqual([outcome.code, asked], [2, []]);
  assert.match(outcome.stderr, /admin-vm is where the admin is/);
});

test("what ghaf env prints names no admin: its own VM is the runner's", async (t) => {
  const { admin, asked } = willing();
  const machine = await device(t, "admin-vm");
  const tls = { caCert: "/a/ca.pem", cert: "/a/c.pem", key: "/a/k.pem" };
  const outcome = await perform({
    ...{ argv: ["vm", "pause", "admin-vm"], admin },
    env: {
      ...machine.env,
      ...{ GIVC_NAME: "admin-vm", GIVC_ADDR: "127.0.0.1", GIVC_PORT: "40000" },
      ...{ GIVC_CA_CERT: tls.caCert, GIVC_HOST_CERT: tls.cert },
      GIVC_HOST_KEY: tls.key,
    },
    io: { ...machine.io, device: async () => ({ ...HERE, tls }) },
  });
  assert.equal(outcome.code, 0, outcome.stderr);
  assert.deepEqual([asked, machine.asked], [[], ["pause"]]);
});

test("without a device on this machine the usual admin is asked", async () => {
  const { admin, asked } = willing();
  const env = { GHAF_STATE_DIR: "/nowhere" };
  const outcome = await perform({ argv: ["vm", "stop", "app-vm"], env, admin });
  assert.equal(outcome.code, 0, outcome.stderr);
  assert.deepEqual(asked, ['stop microvm@app-vm.service of ""']);
});

test("an admin that has answered and takes its time is not gone behind", async (t) => {
  const machine = await device(t, "app-vm");
  const { env, io } = machine;
  const admin: AdminHandlers = {
    ...willing().admin,
    stopService: () => Promise.reject(new RpcError("deadline-exceeded", "")),
  };
  const argv = ["vm", "stop", "app-vm"];
  const outcome = await perform({ argv, admin, env, io });
  assert.deepEqual([outcome.code, machine.asked], [1, []]);
  assert.match(outcome.stderr, /has not said in time/);
});
