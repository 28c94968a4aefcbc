/** What givc-admin remembers on disk: complete files or none, also when the disk says no. */

import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";
import { LocaleMacroKey } from "@ghaf/api/proto/locale/locale";
import type { Program } from "./program.ts";
import { starter } from "./program.ts";
import { adminFlags, type RunningAdmin, startAdmin } from "./running-admin.ts";
import { ADMIN_PORT, TestDevice, tcpServer } from "./test-device.ts";

const LOCALE_FILE = "locale-givc.conf";
const TIMEZONE_FILE = "timezone.conf";
const WITH_MOUNTS =
  process.getuid?.() === 0
    ? ["unshare", "--mount"]
    : ["unshare", "--user", "--map-root-user", "--mount"];
const NO_MOUNTS = "this user may not mount here";

let device: TestDevice;
let running: Program | undefined;

before(async () => {
  device = await TestDevice.create();
});

afterEach(async () => {
  await running?.kill();
  await rm(device.path("state"), { recursive: true, force: true });
});

after(() => device.close());

test("what was set is there after kill -9, and nothing else is", async () => {
  const { client, program } = await start();
  await client.setLocale(german);
  await client.setTimezone({ Timezone: "Europe/Helsinki" });
  await program.stop("SIGKILL");
  assert.deepEqual((await readdir(device.path("state"))).sort(), [
    LOCALE_FILE,
    TIMEZONE_FILE,
  ]);
  assert.equal(await kept(LOCALE_FILE), "LANG=de_DE.UTF-8");
  assert.equal(await kept(TIMEZONE_FILE), "Europe/Helsinki");
  assert.match((await start()).program.stderr, /listening/);
});

test("kill -9 between many changes leaves one of them whole", async () => {
  const { client, program } = await start();
  const zones = ["Europe/Helsinki", "Asia/Tokyo", "America/New_York", "UTC"];
  const calls = Array.from({ length: 200 }, (_, index) =>
    client.setTimezone({ Timezone: zones[index % zones.length] ?? "" }),
  );
  const outcomes = Promise.allSettled(calls);
  await calls[0];
  await program.stop("SIGKILL");
  await outcomes;
  const left = await kept(TIMEZONE_FILE);
  assert.ok(zones.includes(left), JSON.stringify(left));
  // Whatever a killed admin left beside it is in nobody's way.
  const next = await start();
  await next.client.setTimezone({ Timezone: "Asia/Tokyo" });
  assert.equal(await kept(TIMEZONE_FILE), "Asia/Tokyo");
  assert.deepEqual(await readdir(device.path("state")), [TIMEZONE_FILE]);
});

test("a disk that is full: the caller is told, the old file stays", async (context) => {
  if (!(await canMount())) return context.skip(NO_MOUNTS);
  const { client, program } = await startOnOwnDisk("size=64k");
  await client.setLocale(german);
  await fill(inside(program, "filler"));
  await assert.rejects(client.setLocale(finnish), {
    code: "internal",
    message: `cannot write ${device.path("state", LOCALE_FILE)}: ENOSPC`,
  });
  await assert.rejects(client.setTimezone({ Timezone: "UTC" }), {
    message: `cannot write ${device.path("state", TIMEZONE_FILE)}: ENOSPC`,
  });
  assert.deepEqual((await readdir(inside(program))).sort(), [
    "filler",
    LOCALE_FILE,
  ]);
  assert.equal(await text(inside(program, LOCALE_FILE)), "LANG=de_DE.UTF-8");
  await rm(inside(program, "filler"));
  await client.setLocale(finnish);
  assert.equal(await text(inside(program, LOCALE_FILE)), "LANG=fi_FI.UTF-8");
});

test("a disk that cannot be written: the caller is told, the admin goes on", async (context) => {
  if (!(await canMount())) return context.skip(NO_MOUNTS);
  const { client, program } = await startOnOwnDisk("ro");
  await assert.rejects(client.setLocale(german), {
    code: "internal",
    message: `cannot write ${device.path("state", LOCALE_FILE)}: EROFS`,
  });
  assert.deepEqual(await readdir(inside(program)), []);
  assert.deepEqual((await client.queryList({})).List, []);
});

test("a state folder that is not there is told to whoever changes something", async () => {
  await using(["--state-dir", device.path("nowhere")], async ({ client }) => {
    await assert.rejects(client.setTimezone({ Timezone: "UTC" }), {
      message: `cannot write ${device.path("nowhere", TIMEZONE_FILE)}: ENOENT`,
    });
  });
});

test("a state folder that is a file is warned of", async () => {
  const file = device.path("file");
  await writeFile(file, "");
  await using(["--state-dir", file], async ({ client, program }) => {
    const text = `cannot read ${file}/${LOCALE_FILE}: ENOTDIR`;
    assert.ok(program.stderr.includes(text), program.stderr);
    await assert.rejects(client.setLocale(german), {
      message: `cannot write ${file}/${LOCALE_FILE}: ENOTDIR`,
    });
  });
});

test("what makes no sense there does not keep the admin from starting", async () => {
  await mkdir(device.path("state"));
  await writeFile(
    device.path("state", LOCALE_FILE),
    "LANG=de_DE.UTF-8\n$(reboot)\nLC_TIME=../../x\n\0\n",
  );
  await writeFile(device.path("state", TIMEZONE_FILE), "../../etc/passwd");
  const { client } = await start();
  assert.deepEqual((await client.queryList({})).List, []);
});

const german = assignment("de_DE.UTF-8");
const finnish = assignment("fi_FI.UTF-8");

function assignment(value: string) {
  return { assignments: [{ key: LocaleMacroKey.LANG, value }] };
}

async function start(): Promise<RunningAdmin> {
  const state = device.path("state");
  await mkdir(state, { recursive: true });
  const admin = await startAdmin(device, ["--state-dir", state]);
  running = admin.program;
  return admin;
}

async function using(
  flags: readonly string[],
  work: (admin: RunningAdmin) => Promise<void>,
): Promise<void> {
  const admin = await startAdmin(device, flags);
  running = admin.program;
  await work(admin);
}

/** An admin whose state folder is a file system of its own that nobody else sees. */
async function startOnOwnDisk(options: string) {
  const state = device.path("state");
  await mkdir(state, { recursive: true });
  const machine = await device.machine("admin-vm", 10);
  const mount = `mount -t tmpfs -o ${options} tmpfs "$0" && exec "$@"`;
  const program = device.spawn([
    ...[...WITH_MOUNTS, "sh", "-c", mount, state],
    ...[starter("givc-admin"), ...adminFlags(device, machine)],
    ...["--state-dir", state],
  ]);
  running = program;
  await program.said("listening");
  const operator = await device.machine("operator", 20);
  const client = await device.admin(operator, tcpServer(machine, ADMIN_PORT));
  return { program, client };
}

/** Not every machine lets everybody have a file system of their own. */
async function canMount(): Promise<boolean> {
  const { code } = await device.spawn([...WITH_MOUNTS, "true"]).finished();
  return code === 0;
}

/** A path in the state folder as that program sees it. */
function inside(program: Program, name = ""): string {
  return `/proc/${program.pid}/root${device.path("state", name)}`;
}

/** Writes until there is no room. */
async function fill(path: string): Promise<void> {
  await assert.rejects(writeFile(path, Buffer.alloc(1_024 * 1_024)), {
    code: "ENOSPC",
  });
}

function kept(name: string): Promise<string> {
  return text(device.path("state", name));
}

function text(path: string): Promise<string> {
  return readFile(path, "utf8");
}
