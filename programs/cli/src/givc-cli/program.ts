/**
 * The command line of `givc-cli` (control-plane specification 4.1, 4.2). The
 * bodies of the commands are imported when one runs: `--help` needs none.
 */

import { Command, CommanderError } from "commander";
import type { Environment } from "../connection/environment.ts";
import {
  addConnectionOptions,
  type ConnectionFlags,
} from "../connection/flags.ts";
import { type OpenContext, openContext } from "./context.ts";
import { declareApplications } from "./declare/applications.ts";
import { declareDevice } from "./declare/device.ts";
import { declareRegistry } from "./declare/registry.ts";
import { declareUpdates } from "./declare/updates.ts";
import type { Io } from "./io.ts";
import { VERSION } from "./version.ts";

export interface CommandLine {
  readonly program: Command;
  readonly context: OpenContext;
}

export interface CommandLineOptions {
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly io: Io;
  /** Takes help and version texts, and help that is an error. */
  readonly write: Readonly<Record<"out" | "err", (text: string) => void>>;
}

const EXIT_CODES = `
Exit codes: 0 done; 1 failed; 2 wrong command line or missing certificates;
130 interrupted. Data goes to stdout, everything else to stderr.`;

/** A command line to parse once. */
export function createCommandLine(options: CommandLineOptions): CommandLine {
  const { argv, env, io, write } = options;
  const program = new Command("givc-cli")
    .description("Control the virtual machines and applications of this device")
    .version(VERSION, "--version", "print the version")
    .exitOverride()
    .configureOutput({
      writeOut: write.out,
      writeErr: write.err,
      // `run` prints errors, all in one form.
      outputError: () => undefined,
    });
  addConnectionOptions(program).addHelpText("after", EXIT_CODES);
  const flags = () => program.opts<ConnectionFlags>();
  const context = openContext({ argv, env, io, flags });
  declareApplications(program, context);
  declareRegistry(program, context);
  declareDevice(program, context);
  declareUpdates(program, context);
  return { program, context };
}

/** True for the error by which commander ends when it has printed help or version: asked for, or instead of a missing command. */
export function isAnswered(error: unknown): error is CommanderError {
  return (
    error instanceof CommanderError &&
    (error.exitCode === 0 || error.code === "commander.help")
  );
}
