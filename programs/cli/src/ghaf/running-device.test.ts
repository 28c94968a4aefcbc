/** Which admin a command means: what it is told, else the device that runs on this machine. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { RpcError } from "@ghaf/api/rpc";
import { HERE, perform } from "./fake-io.ts";

const admin = { queryList: async () => ({}) };
const io = { device: async () => HERE };

test("a command that names no admin speaks with the device that runs here", async () => {
  const argv = ["vm", "list"];
  const { connections, code } = await perform({ argv, admin, io });
  assert.equal(code, 0);
  assert.deepEqual(connections, [HERE]);
});

test("while its admin does not answer, the device is waited for", async () => {
  const queryList = () => {
    throw new RpcError("unavailable", "cannot connect: refused");
  };
  const argv = ["vm", "list"];
  const here = await perform({ argv, io, admin: { queryList } });
  assert.equal(here.code, 4);
  assert.equal(
    here.stderr,
    `error: cannot reach admin-vm at 127.0.0.1:40000
  because cannot connect: refused
  ghaf up     (waits until the device is up, and says what is wrong)
`,
  );
});

for (const [how, argv, env] of [
  ["a flag", ["vm", "list", "--addr", "192.0.2.1"], {}],
  ["a variable", ["vm", "list"], { GIVC_ADDR: "192.0.2.1" }],
] as const) {
  test(`an admin named by ${how} is the one that is meant`, async () => {
    const { connections } = await perform({ argv, env, admin, io });
    const [connection] = connections;
    const endpoint = { kind: "tcp", host: "192.0.2.1", port: 9001 };
    assert.deepEqual(connection?.target.endpoint, endpoint);
  });
}

test("where neither a device nor certificates are, the device comes first", async () => {
  const files = { unreadable: () => "no such file" };
  const argv = ["vm", "list"];
  const nowhere = { GHAF_STATE_DIR: "/nowhere" };
  const none = await perform({ argv, env: nowhere, io: { files } });
  assert.equal(none.code, 2);
  assert.match(none.stderr, /\n {2}no device runs on this machine .*ghaf up/);
  const env = { GIVC_ADDR: "192.0.2.1" };
  const named = await perform({ argv, env, io: { files } });
  assert.doesNotMatch(named.stderr, /ghaf up/);
});

test("devices that run under other names are told", async (t) => {
  const base = await mkdtemp(join(tmpdir(), "device-"));
  t.after(() => rm(base, { recursive: true }));
  for (const name of ["lab", "off"]) {
    const operator = join(base, "instances", name, "pki/operator");
    await mkdir(operator, { recursive: true });
    await writeFile(join(operator, "key.pem"), "");
  }
  const door = createServer().listen(join(base, "instances/lab/door.sock"));
  t.after(() => door.close());
  await once(door, "listening");
  const files = { unreadable: () => "no such file" };
  const env = { GHAF_STATE_DIR: base };
  const argv = ["vm", "list"];
  const { stderr } = await perform({ argv, env, io: { files } });
  assert.match(stderr, /\n {2}set GHAF_INSTANCE for .* machine: lab\n/);
});

test("what only a running device has names the device, and how to start it", async (t) => {
  const base = await mkdtemp(join(tmpdir(), "device-"));
  t.after(() => rm(base, { recursive: true }));
  for (const name of ["default", "lab"]) {
    const folder = join(base, "instances", name, "microvms/app-vm");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "spec.json"), "{}");
  }
  const off = (name: string, flag: string) =>
    `error: the device ${name} does not run\n  ghaf up${flag}\n`;
  for (const command of [["console"], ["ssh"], ["balloon", "512"]]) {
    const [word = "", ...words] = command;
    const argv = ["vm", word, "app-vm", ...words];
    const env = { GHAF_STATE_DIR: base };
    const { code, stderr } = await perform({ argv, env });
    assert.deepEqual([code, stderr], [3, off("default", "")]);
    const lab = await perform({ argv, env: { ...env, GHAF_INSTANCE: "lab" } });
    assert.equal(lab.stderr, off("lab", " --instance lab"));
  }
});

test("a VM that waits for room on its disk says so while it is started", async (t) => {
  const base = await mkdtemp(join(tmpdir(), "device-"));
  t.after(() => rm(base, { recursive: true }));
  const folder = join(base, "instances/default/microvms/app-vm");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "spec.json"), "{}");
  const reason = "disk vdb fails: No space left on device";
  const status = { version: 1, phase: "paused", status: reason };
  await writeFile(join(folder, "status.json"), JSON.stringify(status));
  const told: string[] = [];
  let isTold = () => {};
  const said = new Promise<void>((resolve) => {
    isTold = resolve;
  });
  const write = async (text: string) => {
    told.push(text);
    isTold();
  };
  const { code } = await perform({
    argv: ["vm", "start", "app-vm"],
    env: { GHAF_STATE_DIR: base },
    io: { ...io, stderr: { isTerminal: false, write } },
    admin: {
      startVM: async () => {
        await said;
        return {};
      },
    },
  });
  assert.equal(code, 0);
  assert.deepEqual(told, [
    `app-vm stands still (${reason}); ghaf vm resume app-vm lets it go on\n`,
    "app-vm is running\n",
  ]);
});

test("a device that runs and does not say where its admin is is not called absent", async (t) => {
  const base = await mkdtemp(join(tmpdir(), "device-"));
  t.after(() => rm(base, { recursive: true }));
  const folder = join(base, "instances/default");
  await mkdir(folder, { recursive: true });
  const door = createServer().listen(join(folder, "door.sock"));
  t.after(() => door.close());
  await once(door, "listening");
  await writeFile(join(folder, "state.json"), '{"phase":"runn');
  const env = { GHAF_STATE_DIR: base };
  const { code, stderr } = await perform({ argv: ["env"], env });
  assert.equal(code, 4);
  assert.match(stderr, /^error: the device default runs, but .*state\.json /);
  assert.match(
    stderr,
    /\n {2}or the file is damaged: ghaf down, then ghaf up\n$/,
  );
});

test("a name that cannot be is that of the variable it came from", async () => {
  const env = { GHAF_INSTANCE: "../x" };
  const { code, stderr } = await perform({
    argv: ["vm", "console", "app-vm"],
    env,
  });
  assert.equal(code, 2);
  assert.match(stderr, /^error: GHAF_INSTANCE "\.\.\/x": /);
});
