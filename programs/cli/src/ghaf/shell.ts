/** What the command tree needs to turn a parsed command line into a running body. No body is loaded before it is wanted. */

import { type Command, InvalidArgumentError, Option } from "commander";
import type { Environment } from "../connection/environment.ts";
import {
  addConnectionOptions,
  type ConnectionFlags,
  namesAdmin,
} from "../connection/flags.ts";
import { FORMATS, type Format, type RenderOptions } from "../output/render.ts";
import type { Control } from "./control.ts";
import type { Io } from "./io.ts";
import type { Surface } from "./surface.ts";

export interface Shell {
  readonly env: Environment;
  readonly io: Io;
  readonly surface: Surface;
}

const LONGEST_TIMEOUT_S = 86_400;

/** Gives a command the options that say how to reach the admin. */
export function connecting(command: Command): Command {
  command.optionsGroup("Connection:");
  addConnectionOptions(command);
  return command.option(
    "--timeout <seconds>",
    "give up waiting for an answer after that long",
    seconds,
  );
}

/** Gives a command the options that say how to print. */
export function printing(command: Command): Command {
  const format = new Option("-o, --output <format>", "how to print it")
    .choices(FORMATS)
    .default("table");
  return command
    .optionsGroup("Output:")
    .addOption(format)
    .option("--no-headers", "leave out the titles of a table");
}

/** Runs a body with a connection made from the command's options, and the program's own. */
export async function controlled(
  shell: Shell,
  command: Command,
  body: (control: Control) => Promise<void>,
): Promise<void> {
  const { withControl } = await import("./control.ts");
  const { timeout: _, ...flags } = connectionOptions(command);
  const timeoutMs = timeoutOf(command);
  await withControl({ ...shell, flags, timeoutMs }, body);
}

/** Milliseconds of `--timeout`; undefined without it. */
export function timeoutOf(command: Command): number | undefined {
  const { timeout } = connectionOptions(command);
  return timeout === undefined ? undefined : timeout * 1000;
}

export function renderOptions(
  command: Command,
  surface: Surface,
): RenderOptions {
  const { output, headers } = command.opts<{
    output: Format;
    headers: boolean;
  }>();
  return { format: output, headers, paint: surface.paint };
}

/** An option that holds a count. */
export function wholeNumber(untrusted: string): number {
  if (/^\d{1,9}$/.test(untrusted)) return Number(untrusted);
  throw new InvalidArgumentError("It must be a whole number.");
}

/** For an option that can be given more than once. */
export function collect(
  value: string,
  before: readonly string[] = [],
): readonly string[] {
  return [...before, value];
}

/** False: the device of this machine is meant. */
export function isAdminNamed({ env }: Shell, command: Command): boolean {
  return namesAdmin(connectionOptions(command), env);
}

/** Options before the command count too, as they do for `givc-cli`; those after it win. */
function connectionOptions(
  command: Command,
): ConnectionFlags & { readonly timeout?: number } {
  let root = command;
  while (root.parent !== null) root = root.parent;
  return { ...root.opts(), ...command.opts() };
}

function seconds(untrusted: string): number {
  const value = /^\d{1,5}(\.\d{1,3})?$/.test(untrusted) ? Number(untrusted) : 0;
  if (value > 0 && value <= LONGEST_TIMEOUT_S) return value;
  throw new InvalidArgumentError(
    `It must be a number of seconds up to ${LONGEST_TIMEOUT_S}.`,
  );
}
