/** Which story the demo's front door chooses: where virtual machines cannot run it says why, and tells the one with processes. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { TestDevice } from "./test-device.ts";
import { until } from "./until.ts";

const FRONT_DOOR = fileURLToPath(
  new URL("../../../tools/demo.mjs", import.meta.url),
);
const IS_ROOT = process.getuid?.() === 0;
/** Root of a namespace is who may mount there; root here need not become it. */
const AS_ROOT = IS_ROOT ? ["--"] : ["--user", "--map-root-user", "--"];
/** It has programs say what they can before, each of which has its own time. */
const CHOICE_MS = 180_000;
const ENDED = "\nThe demo ends: SIGTERM.\n";
/** In a namespace that knows no user, nobody is root, but files are still ours. */
const AS_NOBODY = IS_ROOT ? ["unshare", "--user", "--"] : [];

let device: TestDevice;
let beside: string;

before(async () => {
  device = await TestDevice.create();
  beside = mkdtempSync(join(tmpdir(), "ghaf-demo-choice-"));
});

afterEach(async () => {
  await until("the end of it all", () => device.processes().length === 0);
});

after(async () => {
  rmSync(beside, { recursive: true });
  await device.close();
});

test("without root", async () => {
  const { stdout, stderr } = await chosen(AS_NOBODY);
  assert.match(reasonsIn(stdout), /^- root: you are not root/m);
  assert.equal(stderr, ENDED, "nothing is installed");
});

test("without QEMU, where it cannot be installed", skipped(), async () => {
  const empty = join(beside, "empty");
  writeFileSync(empty, "");
  const mounts = qemuPrograms().map((path) => `mount --bind ${empty} ${path}`);
  const PATH = `${debianWithoutQemu()}:${process.env["PATH"]}`;
  const { stdout, stderr } = await chosen(insideOf(mounts), { PATH });
  assert.match(stderr, /^installing Debian packages: .*qemu-system-x86/m);
  assert.match(stderr, /^apt-get .*: failed \(100\)$/m);
  assert.match(
    reasonsIn(stdout),
    /^- qemu-system-x86: .*\(apt-get install -y qemu-system-x86\)$/m,
  );
});

test("with little disk and little memory", skipped(), async () => {
  const meminfo = join(beside, "meminfo");
  const full = readFileSync("/proc/meminfo", "utf8");
  writeFileSync(meminfo, full.replace(/^(MemAvailable:) .*$/m, "$1 600000 kB"));
  const mounts = [
    'mount -t tmpfs -o size=512m none "$TMPDIR"',
    `mount --bind ${meminfo} /proc/meminfo`,
  ];
  const { stdout } = await chosen(insideOf(mounts));
  const reasons = reasonsIn(stdout);
  assert.match(reasons, /^- disk: \d+ MiB free .*a first build takes/m);
  assert.match(reasons, /^- memory: 585 MiB to give/m);
});

/** What the demo says, started like that, up to the first chapter of its story. */
async function chosen(
  inside: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const argv = [...inside, process.execPath, FRONT_DOOR];
  const demo = device.spawn(argv, { env });
  await demo.said("1. A device is described in one file", CHOICE_MS);
  return await demo.stop();
}

/** Between the two sentences that say which story it is, and why. */
function reasonsIn(stdout: string): string {
  const [, reasons] =
    /cannot run them:\n([\s\S]*)So this is the story with processes\.\n/.exec(
      stdout,
    ) ?? [];
  assert.ok(reasons, stdout);
  return reasons.replace(/^ +/gm, "");
}

/** The words before a command with which it finds these mounts. */
function insideOf(mounts: readonly string[]): readonly string[] {
  const shell = [...mounts, 'exec "$@"'].join("\n");
  return ["unshare", "--mount", ...AS_ROOT, "sh", "-ec", shell, "sh"];
}

/** Wherever the demo would find one. */
function qemuPrograms(): readonly string[] {
  const folders = (process.env["PATH"] ?? "").split(":");
  const all = new Set([...folders, "/usr/local/bin", "/usr/bin", "/bin"]);
  const paths = [...all].map((folder) => join(folder, "qemu-system-x86_64"));
  return [
    ...new Set(paths.filter(existsSync).map((path) => realpathSync(path))),
  ];
}

/** A folder with a Debian's programs that has no QEMU, and none to give. */
function debianWithoutQemu(): string {
  const folder = join(beside, "programs");
  mkdirSync(folder);
  script(join(folder, "apt-get"), "exit 100");
  script(
    join(folder, "dpkg-query"),
    `case "$*" in *qemu-system-x86) printf not-installed;; *) printf installed;; esac`,
  );
  return folder;
}

function script(path: string, text: string): void {
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

/** Who is not root needs namespaces for this, which not every machine gives. */
function skipped(): { readonly skip: string | false } {
  const [program = "", ...words] = ["unshare", "--mount", ...AS_ROOT, "true"];
  const { status } = spawnSync(program, words);
  return { skip: status !== 0 && "this user can make no namespaces" };
}
