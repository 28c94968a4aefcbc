/** `ghaf options`: its command line. */

import type { Command } from "commander";
import type { OptionsRequest } from "../commands/options.ts";
import { printing, renderOptions, type Shell } from "../shell.ts";

export function addOptions(program: Command, shell: Shell): void {
  const options = program
    .command("options")
    .description("describe the options that a configuration may define")
    .argument("[option]", "only this one, or the group of that name")
    .addHelpText("after", EXAMPLES);
  requested(options).action(async (option: string | undefined) => {
    const { listOptions, showOption } = await import("../commands/options.ts");
    const request = requestFrom(options, shell);
    if (option === undefined) await listOptions(request, shell);
    else await showOption(option, request, shell);
  });
  const search = options
    .command("search")
    .description("find options by words of their names and descriptions")
    .argument("<words...>", "an option must have all of them");
  requested(search).action(async (words: readonly string[]) => {
    const { findOptions } = await import("../commands/options.ts");
    await findOptions(words, requestFrom(search, shell), shell);
  });
  const show = options
    .command("show")
    .description("show all about one option, or what is in a group")
    .argument("<option>", "its path");
  requested(show).action(async (option: string) => {
    const { showOption } = await import("../commands/options.ts");
    await showOption(option, requestFrom(show, shell), shell);
  });
}

function requested(command: Command): Command {
  return printing(command)
    .option("--json", "the same as -o json")
    .option("-c, --config <file>", "a configuration with options of its own");
}

function requestFrom(command: Command, { surface }: Shell): OptionsRequest {
  const { json, config } = command.opts<{ json?: true; config?: string }>();
  const render = renderOptions(command, surface);
  return { config, render: json ? { ...render, format: "json" } : render };
}

const EXAMPLES = `
Examples:
  ghaf options search usb
  ghaf options show ghaf.virtualization.microvm.appvm.vms.*.ramMb
  ghaf options ghaf.givc
  ghaf options --json`;
