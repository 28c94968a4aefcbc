/** The command line of `ghaf` as a tree: names, options and help. Each body is loaded when its command runs. */

import { Command } from "commander";
import { addConnectionOptions } from "../connection/flags.ts";
import { VERSION } from "../givc-cli/version.ts";
import type { Shell } from "./shell.ts";
import { addAbsent } from "./tree/absent.ts";
import { addApp } from "./tree/app.ts";
import { addCompletion } from "./tree/completion.ts";
import { addConfiguration } from "./tree/configuration.ts";
import { addDevice } from "./tree/device.ts";
import { addDoctor } from "./tree/doctor.ts";
import { addImage } from "./tree/image.ts";
import { addLogs } from "./tree/logs.ts";
import { addStatus, addWatch } from "./tree/overview.ts";
import { addPki } from "./tree/pki.ts";
import { addUnit } from "./tree/unit.ts";
import { addVm } from "./tree/vm.ts";

export interface ProgramOutput {
  out(text: string): void;
  err(text: string): void;
}

const HELP_WIDTH = 80;

export function createProgram(shell: Shell, output: ProgramOutput): Command {
  const program = new Command("ghaf")
    .description("Ghaf: a machine cut into virtual machines, from one command.")
    .version(VERSION)
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: output.out,
      writeErr: output.err,
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
    });
  hidden(addConnectionOptions(program));
  program.commandsGroup("Configuration:");
  addConfiguration(program, shell);
  program.commandsGroup("Devices on this machine:");
  addDevice(program, shell);
  addImage(program, shell);
  program.commandsGroup("Running system:");
  addStatus(program, shell);
  addVm(program, shell);
  addApp(program, shell);
  addUnit(program, shell);
  addWatch(program, shell);
  addLogs(program, shell);
  program.commandsGroup("Tools:");
  addDoctor(program, shell);
  addPki(program, shell);
  addCompletion(program, shell);
  program.addHelpCommand(helpCommand());
  addAbsent(program);
  return program.addHelpText("after", AFTERWORD);
}

function helpCommand(): Command {
  return new Command("help")
    .argument("[command]")
    .description("show the help of a command")
    .helpGroup("Tools:");
}

/** They are listed by the commands that use them. */
function hidden(program: Command): void {
  for (const option of program.options) {
    if (option.long !== "--version") option.hideHelp();
  }
}

const AFTERWORD = `
Data goes to stdout, messages to stderr. NO_COLOR turns colours off.
Exit status: 0 done, 1 failed, 2 wrong usage or configuration, 3 not found,
4 nobody answered, 5 denied, 130 interrupted.

Examples:
  ghaf init my-device && cd my-device && ghaf check
  ghaf status
  ghaf app start firefox --vm app-vm -- https://example.org
  ghaf app list --watch
  ghaf pki dev init && ghaf pki dev issue admin-vm --ip 127.0.0.1`;
