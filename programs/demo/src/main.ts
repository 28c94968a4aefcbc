/** `npm run demo`: builds a small device, tells its story, and leaves nothing behind. */

import { mkdir, mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Description } from "./description.ts";
import { Device, program } from "./device.ts";
import { createNarrator } from "./narrator.ts";
import { Processes } from "./processes.ts";
import { Story } from "./story.ts";
import { createWorld } from "./world.ts";

const USAGE = `Usage: npm run demo [-- --stay]

Runs an admin, a host agent and three VMs' agents on this machine, each at a
loopback address of its own, and shows what they do for one another.

  --stay   leave the device running at the end and print how to use it
  --help   this text`;

/** How often it is checked that whoever started the demo is still there. */
const PARENT_CHECK_MS = 500;
const LOG_LINES = 20;

await main();

async function main(): Promise<void> {
  const { values, error } = readArguments(process.argv.slice(2));
  if (error !== undefined || values.help === true) {
    console.log(error === undefined ? USAGE : `${error}\n\n${USAGE}`);
    process.exitCode = error === undefined ? 0 : 2;
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "ghaf-demo-"));
  const processes = new Processes(folder, process.env);
  const interrupted = whenInterrupted();
  interrupted.catch(() => undefined);
  try {
    const told = tell(folder, processes, values.stay === true);
    await Promise.race([told, interrupted]);
    if (values.stay === true) await interrupted.catch(() => undefined);
  } catch (failure) {
    process.exitCode = 1;
    console.error(`\nThe demo failed: ${(failure as Error).message}`);
    await showLogs(folder);
  } finally {
    await processes.close();
  }
  process.exit();
}

async function tell(
  folder: string,
  processes: Processes,
  stay: boolean,
): Promise<void> {
  const since = performance.now();
  const colour = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;
  const say = createNarrator((line) => console.log(line), colour);
  say.note("A small device on this machine: systemd's part is played by the");
  say.note("agents' local supervisor, a VM is a process of its own.");
  const described = join(folder, "description");
  await mkdir(described);
  await new Description(described, processes, say).tell();
  const world = await createWorld(folder, [program("agent", "givc-agent")]);
  const device = new Device(world, processes);
  await new Story(device, say).tell();
  const seconds = ((performance.now() - since) / 1_000).toFixed(1);
  say.chapter(`Everything came true, in ${seconds} s.`);
  if (!stay) return;
  say.note("The device stays until Ctrl-C. In another terminal:\n");
  const variables = Object.entries(device.exports(world.operator));
  for (const [name, value] of variables) say.note(`export ${name}=${value}`);
  say.note("\n  npx --no -- ghaf status");
  say.note("  npx --no -- givc-cli start app --vm app-vm viewer");
  say.note(`  logs: ${folder}/*.log`);
}

/** The last words of every daemon: the folder goes, so they are shown now. */
async function showLogs(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".log"));
  for (const name of names) {
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
      process.on(signal, () => reject(new Error(`stopped by ${signal}`)));
    }
    setInterval(() => {
      if (process.ppid !== parent) reject(new Error("its starter has ended"));
    }, PARENT_CHECK_MS).unref();
    // A reader that left must not end the demo before it has cleaned up.
    process.stdout.on("error", reject);
  });
}

function readArguments(args: readonly string[]) {
  try {
    const options = {
      stay: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    } as const;
    return { ...parseArgs({ args: [...args], options }), error: undefined };
  } catch (error) {
    return { values: {}, error: (error as Error).message };
  }
}
