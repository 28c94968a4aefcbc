/** `ghaf build`, `ghaf image` and `ghaf lock`: their command lines. */

import type { Command } from "commander";
import { printing, renderOptions, type Shell } from "../shell.ts";

export function addImage(program: Command, shell: Shell): void {
  addBuild(program, shell);
  const image = program
    .command("image")
    .description("images that VMs of this machine boot");
  const list = image.command("list").description("those that are kept");
  printing(list).action(async () => {
    const { list: body } = await bodies();
    await body(renderOptions(list, shell.surface), shell);
  });
  image
    .command("gc")
    .description("remove what no kept image needs")
    .action(async () => (await bodies()).collect(shell));
  addLock(program, shell);
}

const bodies = () => import("../commands/image.ts");

interface Options {
  readonly config?: string;
  readonly locked?: boolean;
  readonly force?: boolean;
}

function addBuild(program: Command, shell: Shell): void {
  configured(program.command("build"))
    .description("build the images of a configuration, and print their folders")
    .option("--locked", "refuse to resolve packages that the lock lacks")
    .option("--force", "make everything anew but what was downloaded")
    .addHelpText("after", BUILD_EXAMPLES)
    .action(async (file: string | undefined, options: Options) => {
      const { config, locked = false, force = false } = options;
      const words = given(file);
      const request = { words, config, locked, force, update: false };
      await (await bodies()).build(request, shell);
    });
}

function addLock(program: Command, shell: Shell): void {
  const lock = program
    .command("lock")
    .description("ghaf.lock.json: addresses and package versions");
  configured(lock.command("update"))
    .description("ask for present versions of all packages")
    .action(async (file: string | undefined, { config }: Options) => {
      const request = { words: given(file), config };
      await (await bodies()).updateLock(request, shell);
    });
  configured(lock.command("prune"))
    .description("forget VMs that the configuration has no more")
    .action(async (file: string | undefined, { config }: Options) => {
      const request = { words: given(file), config };
      await (await bodies()).pruneLock(request, shell);
    });
}

function configured(command: Command): Command {
  return command
    .argument("[file]", "configuration (default: system.ts and the like here)")
    .option("-c, --config <file>", "configuration to look at");
}

function given(file: string | undefined): readonly string[] {
  return file === undefined ? [] : [file];
}

const BUILD_EXAMPLES = `
Needs root where something has to be made. The store is images below
/var/lib/ghaf, or GHAF_STATE_DIR.

Examples:
  ghaf build
  ghaf build --locked devices/laptop.ts`;
