/** `ghaf doctor`: its command line. */

import type { Command } from "commander";
import { printing, renderOptions, type Shell } from "../shell.ts";

export function addDoctor(program: Command, shell: Shell): void {
  const doctor = program
    .command("doctor")
    .description("find out what this machine lacks, and how to get it")
    .argument("[file]", "configuration whose machines are to fit in here")
    .addHelpText("after", EXAMPLES);
  printing(doctor).action(async (file: string | undefined) => {
    const { doctor: body } = await import("../commands/doctor.ts");
    const render = renderOptions(doctor, shell.surface);
    await body({ file, render }, shell);
  });
}

const EXAMPLES = `
Nothing is changed, and nothing sent over the network. Exit status: 0 without
problems, 1 with; warnings are none.

Examples:
  sudo ghaf doctor
  sudo ghaf doctor -o json system.ts`;
