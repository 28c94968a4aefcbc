/** `npm run demo`: describes a small device, brings it to life, tells its story, and leaves nothing behind. */

import { mkdtemp, readdir, readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import { readArguments, USAGE, type Wish } from "./arguments.ts";
import { createNarrator } from "./narrator.ts";
import { Processes } from "./processes.ts";
import { CannotRun, type Told, tell } from "./tell.ts";

/** How often it is checked that whoever started the demo is still there. */
const PARENT_CHECK_MS = 500;
const LOG_LINES = 20;
/** On a disk: volumes of VMs may be too much for a /tmp in memory. */
const TEMPORARY = "/var/tmp";

/** Somebody wants it to end. */
class Interrupted extends Error {}

await main();

async function main(): Promise<void> {
  const request = readArguments(process.argv.slice(2));
  switch (request.kind) {
    case "help":
      return console.log(USAGE);
    case "wrong":
      console.log(`${request.reason}\n\n${USAGE}`);
      process.exitCode = 2;
      return;
    case "tell":
      return await run(request.wish, request.stay);
  }
}

async function run(wish: Wish, stay: boolean): Promise<void> {
  const base = process.env["TMPDIR"] || TEMPORARY;
  const folder = await realpath(await mkdtemp(join(base, "ghaf-demo-")));
  const processes = new Processes(folder, process.env);
  let isOver = false;
  const interrupted = whenInterrupted();
  interrupted.catch(() => {
    isOver = true;
  });
  const colour = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;
  const say = createNarrator((line) => {
    // What is being ended may say things that are not true any more.
    if (!isOver) console.log(line);
  }, colour);
  try {
    const story = tell(
      { wish, stay, folder, environment: process.env },
      processes,
      say,
    );
    const told = await Promise.race([story, interrupted]);
    if (stay) await staying(told, interrupted);
  } catch (failure) {
    process.exitCode = 1;
    await tellFailure(failure, folder);
  } finally {
    await processes.close();
  }
  process.exit();
}

/** Until the device ends, or somebody wants it to. */
async function staying(told: Told, interrupted: Promise<never>): Promise<void> {
  await Promise.race([told.ended, interrupted.catch(() => undefined)]);
}

async function tellFailure(failure: unknown, folder: string): Promise<void> {
  const reason = failure instanceof Error ? failure.message : String(failure);
  if (failure instanceof CannotRun) return console.error(reason);
  if (failure instanceof Interrupted) {
    return console.error(`\nThe demo ends: ${reason}.`);
  }
  console.error(`\nThe demo failed: ${reason}`);
  for (const place of [folder, join(folder, "instances/default/logs")]) {
    await showLogs(place);
  }
}

/** The last words of every daemon: the folder goes, so they are shown now. */
async function showLogs(folder: string): Promise<void> {
  const entries = await readdir(folder).catch(() => []);
  for (const name of entries.filter((entry) => entry.endsWith(".log"))) {
    const lines = (await readFile(join(folder, name), "utf8")).trimEnd();
    const last = lines.split("\n").slice(-LOG_LINES);
    console.error(`\n${name}:\n${last.join("\n")}`);
  }
}

/** Rejects at Ctrl-C, at SIGTERM, or when whoever started this is gone. */
function whenInterrupted(): Promise<never> {
  const parent = process.ppid;
  return new Promise((_, reject) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => reject(new Interrupted(signal)));
    }
    setInterval(() => {
      if (process.ppid === parent) return;
      reject(new Interrupted("its starter is gone"));
    }, PARENT_CHECK_MS).unref();
    // A reader that left must not end the demo before it has cleaned up.
    process.stdout.on("error", reject);
  });
}
