/** `ghaf pki`: its command line. */

import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { defaultRoot, type Layout, layoutOf } from "../../pki/layout.ts";
import { CliError } from "../cli-error.ts";
import {
  collect,
  printing,
  renderOptions,
  type Shell,
  wholeNumber,
} from "../shell.ts";

interface FolderOptions {
  readonly dir?: string;
  readonly days?: number;
  readonly force?: boolean;
}

interface InitOptions extends FolderOptions {
  readonly name: string;
  readonly keyType: "p256" | "ed25519";
}

interface IssueOptions extends FolderOptions {
  readonly ip?: readonly string[];
  readonly dns?: readonly string[];
}

export function addPki(program: Command, shell: Shell): void {
  const pki = program.command("pki").description("keys and certificates");
  const dev = pki
    .command("dev")
    .description(
      "an authority in a folder, for development and demonstrations",
    );
  addInit(dev, shell);
  addIssue(dev, shell);
  addShow(pki, shell);
}

function addInit(dev: Command, shell: Shell): void {
  const keyType = new Option("--key-type <type>", "kind of key")
    .choices(["p256", "ed25519"])
    .default("p256");
  const init = dev
    .command("init")
    .description("make the authority that signs certificates")
    .option("--name <name>", "name of the authority", "Ghaf development CA")
    .addOption(keyType)
    .option("--days <n>", "how long it is valid (default: 3650)", wholeNumber);
  inFolder(init).action(async (options: InitOptions) => {
    const { init: body } = await import("../../pki/commands.ts");
    const { name, keyType: type, days, force = false } = options;
    const layout = layoutFrom(options, shell);
    const now = shell.io.now();
    await body(
      { layout, name, keyType: type, days, force, now },
      shell.surface,
    );
  });
}

function addIssue(dev: Command, shell: Shell): void {
  const issue = dev
    .command("issue")
    .description("make key and certificate of one machine or client")
    .argument("<name>", "who it is: the first DNS name")
    .option("--ip <address>", "its address; can be repeated", collect)
    .option("--dns <name>", "a further name; can be repeated", collect)
    .option(
      "--days <n>",
      "how long it is valid (default: 365, at most the authority's time)",
      wholeNumber,
    );
  inFolder(issue).action(async (name: string, options: IssueOptions) => {
    const { issue: body } = await import("../../pki/commands.ts");
    const { ip = [], dns = [], days, force = false } = options;
    const layout = layoutFrom(options, shell);
    const names = { name, dnsNames: dns, ipAddresses: ip };
    const now = shell.io.now();
    await body({ layout, ...names, days, force, now }, shell.surface);
  });
}

function addShow(pki: Command, shell: Shell): void {
  const show = pki
    .command("show")
    .description("show what a certificate says")
    .argument("<file>", "certificate in PEM");
  printing(show).action(async (file: string) => {
    const { show: body } = await import("../../pki/commands.ts");
    const { io, surface } = shell;
    const request = { path: resolve(io.folder, file), now: io.now() };
    await body(request, renderOptions(show, surface), surface);
  });
}

function inFolder(command: Command): Command {
  return command
    .option("--dir <dir>", "the folder (default: ~/.local/share/ghaf/pki)")
    .option("--force", "replace what is there");
}

function layoutFrom({ dir }: FolderOptions, { env, io }: Shell): Layout {
  const root = dir === undefined ? defaultRoot(env) : resolve(io.folder, dir);
  if (root === undefined) {
    throw new CliError("configuration", "there is no home folder (HOME)", {
      hints: ["give --dir DIR"],
    });
  }
  return layoutOf(root);
}
