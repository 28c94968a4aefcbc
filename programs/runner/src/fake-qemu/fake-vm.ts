/** A VM whose QEMU is the fake one, for tests: its state directory, its runner, and what both say. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { exampleSpec } from "../spec/example-spec.ts";

const compiled = (name: string) =>
  fileURLToPath(new URL(name, import.meta.url));
export const MAIN = compiled("../main.js");
const FAKE_QEMU = compiled("main.js");

/** A pipe that the runner has beside the usual descriptors. */
export const NOTIFY_FD = 3;

/** How long something may take before a test is given up. */
export const PATIENCE_MS = 30_000;

/** A state directory whose VM is the fake QEMU with those words. */
export async function stateDir(
  t: TestContext,
  words: readonly string[],
  difference: object = {},
) {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-runner-"));
  // The runner may still write its status: it is killed after this.
  const patience = { maxRetries: 20, retryDelay: 50 };
  t.after(() => rm(folder, { recursive: true, force: true, ...patience }));
  const sockets = ["app-vm.sock", "runner.sock"];
  const argv = [process.execPath, FAKE_QEMU, ...sockets, ...words];
  const spec = {
    ...exampleSpec(),
    variants: [{ accelerator: "tcg", argv }],
    memoryMib: 1,
    stop: { poweroffMs: PATIENCE_MS, acpiMs: PATIENCE_MS, termMs: PATIENCE_MS },
    ...difference,
  };
  await writeFile(join(folder, "spec.json"), JSON.stringify(spec));
  const read = (file: string) => readFile(join(folder, file), "utf8");
  return { folder, read };
}

/** The runner, with what it says; killed with the test. */
export function start(
  t: TestContext,
  folder: string,
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly flags?: readonly string[];
  } = {},
) {
  const { env = {}, flags = [] } = options;
  const added = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const child = spawn(
    "env",
    [
      ...[...added, process.execPath, MAIN],
      ...["run", folder, "--accel", "tcg", ...flags],
    ],
    { stdio: ["pipe", "ignore", "pipe", "pipe"] },
  );
  t.after(() => child.kill("SIGKILL"));
  assert.ok(child.stderr !== null);
  const said = text(child.stderr);
  const ended = once(child, "exit").then(async ([code, signal]) => ({
    code,
    signal,
    stderr: await said,
  }));
  return { child, ended };
}

export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
) {
  const end = performance.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await pause(10);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export type Folder = Awaited<ReturnType<typeof stateDir>>;

export async function heard(
  { folder, read }: Folder,
  line: string,
): Promise<void> {
  await until(`heard ${line}`, async () => {
    if (!existsSync(join(folder, "heard"))) return false;
    return (await read("heard")).split("\n").some((l) => l.startsWith(line));
  });
}

/** The runner knows that the guest is ready: before, it does not ask it to stop. */
async function isUp({ read }: Folder): Promise<void> {
  await until("the guest is ready", async () => {
    const status = await read("status.json").catch(() => "");
    return /"phase":"(ready|paused)"/.test(status);
  });
}

/** Starts a VM whose guest has come up, and gives it with QEMU's process. */
export async function running(
  t: TestContext,
  words: readonly string[],
  options: { readonly difference?: object; readonly flags?: string[] } = {},
) {
  const { difference = {}, flags = [] } = options;
  const folder = await stateDir(t, ["gets-ready", ...words], difference);
  const runner = start(t, folder.folder, { flags });
  const refused = runner.ended.then(({ code, stderr }) => {
    throw new Error(`the runner ended with ${code}: ${stderr}`);
  });
  await Promise.race([heard(folder, "port SEED"), refused]);
  await Promise.race([isUp(folder), refused]);
  const pid = Number(await folder.read("pid"));
  return { ...folder, ...runner, pid };
}

export function needed(stderr: string): unknown {
  const [, json = "{}"] = /notice: stopped (.*)$/m.exec(stderr) ?? [];
  const { needed, steps } = JSON.parse(json);
  return { needed, steps: steps.map(({ name }: { name: string }) => name) };
}

export const leftovers = async (folder: string) =>
  (await readdir(folder)).filter(
    (name) =>
      ![
        "spec.json",
        "heard",
        "pid",
        "console.log",
        "console.log.1",
        "status.json",
      ].includes(name),
  );

/** Starts a runner that must not get its VM started, and gives what it says. */
export async function refused(t: TestContext, folder: string): Promise<string> {
  const { code, stderr } = await start(t, folder).ended;
  assert.equal(code, 1, stderr);
  return stderr;
}
