/** What VMs have of the host through processes beside QEMU: directories through virtiofsd, a TPM through swtpm. */

import assert from "node:assert/strict";
import {
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type TestContext, test } from "node:test";
import { until } from "../process/until.ts";
import { processesBelow } from "./below.ts";
import {
  type Planned,
  plannedVm,
  type RunningVm,
  startPlanned,
  telling,
} from "./planned-vm.ts";
import { fieldOf, isRunning, startRunner } from "./runner-program.ts";
import { guests, REMOVED, stateDir } from "./state-dir.ts";

/** For QEMU; no account has it. */
const USER = "1879048199";
/** Of the person in VMs. */
const PERSON = { uid: 1000, users: 100 };

const AT_HOME = '"/home/ghaf/Unsafe share"';

const APP_FACTS = telling({
  word: "cat /srv/data/from-host",
  wrote: "bash -c 'echo guest >/srv/data/from-guest && echo yes'",
  mount: "findmnt --noheadings --output FSTYPE,OPTIONS /srv/data",
  fixed: "cat /srv/fixed/word",
  remount: "mount -o remount,rw /srv/fixed",
  refused: "touch /srv/fixed/mine",
  device: "mknod /srv/data/null c 1 3",
  // Another VM may read it just then: it is there as a whole or not at all.
  letter: `runuser -u ghaf -- bash -c 'cd ${AT_HOME} && id -u | tee draft && mv draft letter'`,
  tpm: "bash -c 'systemctl start tpm2-abrmd && cat /run/tpm-clock'",
  failed: "systemctl --failed --plain --no-legend",
});

const VIEW_FACTS = telling({
  letter: "cat /srv/all/Unsafe-app-vm-share/letter",
  moved:
    "bash -c 'cd /srv/all && mv Unsafe-app-vm-share old && ln -s /etc Unsafe-app-vm-share && readlink *'",
});

/** TPM2_ReadClock (TPM 2.0, part 3, section 29.1): behind time and clock, how often it was reset. */
const CLOCK = `exec 3<>/dev/tpm0
/usr/bin/printf '\\200\\001\\0\\0\\0\\012\\0\\0\\001\\201' >&3
dd bs=64 count=1 status=none <&3 | od -An -v -tx1
`;

/** In the place of the TPM's broker, and so with what that may do. */
const CLOCK_UNIT = {
  "tpm2-abrmd.service": {
    sections: {
      Service: {
        Type: "oneshot",
        ExecStart: "/usr/bin/bash /usr/local/bin/tpm-clock",
        StandardOutput: "truncate:/run/tpm-clock",
      },
    },
  },
};

/** app-vm has two folders, a TPM and its part of the shared directory, which view-vm sees whole. */
function planned(vm: string, folder: string): Planned {
  const share = (tag: string, source: string, readOnly = false) => ({
    ...{ tag, source, readOnly, mountPoint: `/srv/${tag}` },
  });
  const own = [
    share("data", join(folder, "data")),
    share("fixed", join(folder, "fixed"), true),
  ];
  const all = [share("all", "/storagevm/shared/shares")];
  const clock = { "/usr/local/bin/tpm-clock": { text: CLOCK } };
  const small = { ramMb: 256, cores: 1 };
  const app = {
    ...{ name: "app", vtpm: { enable: true }, ...small },
    extraModules: [
      ...[APP_FACTS, { microvm: { shares: own } }],
      { files: clock, units: CLOCK_UNIT },
    ],
  };
  const view = {
    ...{ name: "view", ...small },
    extraModules: [VIEW_FACTS, { microvm: { shares: all } }],
  };
  const appvm = { enable: true, vms: [app, view] };
  const { spec, files } = plannedVm(vm, {
    virtualization: {
      "microvm-host": { sharedVmDirectory: { vms: ["app-vm"] } },
      microvm: { appvm },
    },
  });
  const ours = spec.replaceAll('"/storagevm/', `"${folder}/storagevm/`);
  return { spec: ours, files };
}

/** What the host has before any VM starts. */
async function hostFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-shares-"));
  t.after(() => rm(folder, REMOVED));
  const shares = join(folder, "storagevm/shared/shares");
  const part = join(shares, "Unsafe-app-vm-share");
  for (const path of [join(folder, "data"), join(folder, "fixed"), part]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  for (const path of [shares, part]) {
    await chown(path, PERSON.uid, PERSON.users);
  }
  await writeFile(join(folder, "data/from-host"), "host\n");
  await writeFile(join(folder, "fixed/word"), "fixed\n");
  return folder;
}

async function runnerOf(folder: string): Promise<number> {
  const text = await readFile(join(folder, "status.json"), "utf8");
  return JSON.parse(text).runnerPid;
}

/** The process that does the work of the server at a socket. */
async function serverOf(
  { folder }: RunningVm,
  program: "swtpm" | "virtiofsd",
  socket: string,
): Promise<number> {
  const found = processesBelow(await runnerOf(folder)).filter(
    ({ words: [first = "", ...words] }) =>
      basename(first) === program && words.some((one) => one.includes(socket)),
  );
  return found.at(-1)?.pid ?? assert.fail(`no ${program} is at ${socket}`);
}

/** Its user, and its rights of root. */
function rightsOf(pid: number) {
  const [uid] = fieldOf(pid, "Uid:").split(" ");
  return { uid, rights: Number.parseInt(fieldOf(pid, "CapEff:"), 16) };
}

/** Of files, whoever owns them (capabilities(7)): 0, 1, 3, 4, 6 and 7. */
const FILE_RIGHTS = 0xdb;

/** @returns how often its TPM was reset */
function checkApp(facts: ReadonlyMap<string, string>): number {
  const { tpm, mount, refused, device, ...others } = Object.fromEntries(facts);
  assert.match(mount ?? "", /^virtiofs rw,nosuid,nodev/);
  assert.match(refused ?? "", /Read-only file system$/);
  assert.match(device ?? "", /Operation not permitted$/);
  assert.deepEqual(others, {
    ...{ word: "host", wrote: "yes", fixed: "fixed", remount: "" },
    ...{ letter: `${PERSON.uid}`, failed: "", end: "end" },
  });
  const answer = Buffer.from((tpm ?? "").replaceAll(" ", ""), "hex");
  assert.equal(answer.length, 35, tpm);
  return answer.readUInt32BE(26);
}

/** What a run may leave in the state directory. */
const KEPT = [
  ...["app.img", "console.log", "current", "secrets.cpio", "spec.json"],
  ...["status.json", "tpm"],
];

test("VMs have folders of the host and TPMs that remember, by processes that come and go with them", async (t) => {
  const host = await hostFolder(t);
  const start = (vm: string) =>
    startPlanned(t, {
      ...{ planned: planned(vm, host), role: "app", user: USER },
    });
  const first = await start("app-vm");
  const resets = checkApp(await first.facts());
  const written = await readFile(join(host, "data/from-guest"), "utf8");
  assert.equal(written, "guest\n");
  assert.deepEqual(await readdir(join(host, "fixed")), ["word"]);

  const swtpm = await serverOf(first, "swtpm", "-tpm.sock");
  assert.deepEqual(rightsOf(swtpm), { uid: USER, rights: 0 });
  const virtiofsd = await serverOf(first, "virtiofsd", "-data.sock");
  assert.deepEqual(rightsOf(virtiofsd), { uid: "0", rights: FILE_RIGHTS });
  const other = await serverOf(first, "virtiofsd", "-fixed.sock");
  process.kill(virtiofsd, "SIGKILL");
  assert.equal(await first.ended, 5, first.said());
  assert.match(first.said(), /virtiofsd of the share data ended with/);
  assert.deepEqual((await readdir(first.folder)).sort(), KEPT);
  await until("both are gone", () => ![swtpm, other].some(isRunning));

  const next = first.again();
  // What is in the place of its folder later it does not look at any more: its TPM comes last.
  const served = until("it has its folders", () =>
    serverOf(first, "swtpm", "-tpm.sock"),
  );
  const [again, view] = await Promise.all([
    next,
    served.then(() => start("view-vm")),
  ]);
  assert.equal(checkApp(await again.facts()), resets + 1);
  assert.deepEqual(Object.fromEntries(await view.facts()), {
    ...{ letter: `${PERSON.uid}`, moved: "/etc", end: "end" },
  });
  assert.equal(await again.stop(), 0, again.said());
  assert.deepEqual((await readdir(first.folder)).sort(), KEPT);

  // Who sees all of it has laid a link in the place of another VM's part.
  await assert.rejects(
    first.again(),
    /Unsafe-app-vm-share of the share shared-directory is no folder, or is behind a link/,
  );
});

test("the processes die with a runner that is killed, and the next one has its own", async (t) => {
  const host = await hostFolder(t);
  const share = { tag: "data", source: join(host, "data"), socket: "d.sock" };
  const tpm = { socket: "t.sock", state: "tpm" };
  const folder = await stateDir(t, {
    guest: guests.halted,
    spec: { shares: [share], tpm },
  });
  const killed = startRunner(t, folder);
  await killed.said("QEMU runs");
  const before = processesBelow(await runnerOf(folder));
  await killed.kill();
  await until("all are gone", () => !before.some(({ pid }) => isRunning(pid)));
  const next = startRunner(t, folder);
  await next.said("QEMU runs");
  const programs = processesBelow(await runnerOf(folder)).map(
    ({ words: [program = ""] }) => basename(program),
  );
  assert.deepEqual(
    ["virtiofsd", "swtpm"].filter((name) => !programs.includes(name)),
    [],
  );
  const { code, stderr } = await next.stop();
  assert.equal(code, 0, stderr);
  assert.deepEqual((await readdir(folder)).sort(), [
    ...["console.log", "console.log.1", "guest.rom", "spec.json"],
    ...["status.json", "tpm"],
  ]);
});

/** A mount of its own that every account may enter, wherever the tests run. */
const IN_THE_OPEN = `set -eu
mount -t tmpfs -o mode=0755 none /mnt
mkdir -m 0700 /mnt/data
exec "$@"`;

test("a directory that others than root reach is not served for writing", async (t) => {
  const inTheOpen = [
    ...["unshare", "--mount", "--propagation", "private", "--"],
    ...["sh", "-c", IN_THE_OPEN, "sh"],
  ];
  const share = { tag: "data", source: "/mnt/data", socket: "d.sock" };
  const folder = await stateDir(t, {
    guest: guests.halted,
    spec: { shares: [share] },
  });
  const refused = await startRunner(t, folder, inTheOpen).finished();
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /data can be reached by others than root: /);
});
