/** `ghaf logs`: its command line. */

import { type Command, InvalidArgumentError, Option } from "commander";
import { connecting, controlled, type Shell } from "../shell.ts";

interface LogsOptions {
  readonly follow?: boolean;
  readonly lines: number;
  readonly output: "text" | "json";
}

const USUAL_LINES = 100;
const MOST_LINES = 1_000_000;

export function addLogs(program: Command, shell: Shell): void {
  const output = new Option("-o, --output <format>", "how to print it")
    .choices(["text", "json"])
    .default("text");
  const command = program
    .command("logs")
    .description("show what the machines have logged")
    .argument("[vm]", "machine (default: all, in order of time)")
    .argument("[unit]", "name of a unit of it; .service can be left out")
    .option("-f, --follow", "go on with what is logged from now on")
    .option(
      "-n, --lines <n>",
      "the newest so many of each machine",
      count,
      USUAL_LINES,
    )
    .addOption(output)
    .addHelpText("after", EXAMPLES);
  connecting(command).action(
    async (
      vm: string | undefined,
      unit: string | undefined,
      { follow = false, lines, output: format }: LogsOptions,
    ) => {
      const { logs } = await import("../commands/logs.ts");
      const request = { vm, unit, lines, follow, format };
      await controlled(shell, command, (control) => logs(request, control));
    },
  );
}

function count(untrusted: string): number {
  const value = /^\d{1,7}$/.test(untrusted) ? Number(untrusted) : 0;
  if (value > 0 && value <= MOST_LINES) return value;
  throw new InvalidArgumentError(
    `It must be a number from 1 to ${MOST_LINES}.`,
  );
}

const EXAMPLES = `
The host goes by its agent's name, ghaf-host. Control characters in what
programs have logged are written out. With -f a machine that is lost is read on
when it is back; one that registers later is not among them. Exit status 1: of
all machines some could not be read.

Examples:
  ghaf logs -f
  ghaf logs net-vm systemd-networkd -n 20
  ghaf logs ghaf-host microvm@app-vm -o json`;
