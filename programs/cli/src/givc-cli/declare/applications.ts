/** The command line of what starts, stops, pauses and resumes. */

import type { Command } from "commander";
import { CliError } from "../../ghaf/cli-error.ts";
import type { ApplicationVerb } from "../commands/control.ts";
import type { Context } from "../context.ts";

const VM_OPTION = "--vm <vm>";
const VM_TEXT = "machine it runs on; the host by the name of its agent";

export function declareApplications(program: Command, context: Context): void {
  declareStart(program, context);
  declareStop(program, context);
  declareVerb(program, context, "pause");
  declareVerb(program, context, "resume");
}

function declareStart(program: Command, context: Context): void {
  const start = program
    .command("start")
    .description("start an application, a VM or a service")
    .usage("app|vm|service ...")
    .argument("[words...]")
    .allowUnknownOption()
    .action(refuseOldForm);
  declareStartApp(start, context);
  start
    .command("vm")
    .description("start a VM; returns when its agent has registered")
    .argument("<vm>")
    .action(async (vm: string) => {
      const { startVm } = await import("../commands/start.ts");
      await startVm(context, vm);
    });
  start
    .command("service")
    .description("start a unit that the agent of a machine allows")
    .argument("<unit>", "name of the systemd unit")
    .requiredOption(VM_OPTION, VM_TEXT)
    .action(async (unit: string, { vm }: { vm: string }) => {
      const { startService } = await import("../commands/start.ts");
      await startService(context, unit, vm);
    });
}

function declareStartApp(start: Command, context: Context): void {
  start
    .command("app")
    .description(
      "start an application in a VM, which is started when it is off",
    )
    .usage("[options] <app> --vm <vm> [-- args...]")
    .argument("<app>", "name in the VM's list of applications")
    .argument("[args...]", "arguments for the application, after --")
    .requiredOption(VM_OPTION, "VM it runs in")
    .action(async (app: string, args: string[], { vm }: { vm: string }) => {
      requireSeparator(args, context.afterSeparator);
      const { startApp } = await import("../commands/start.ts");
      await startApp(context, { app, vm, args });
    });
}

/** Without `--` a word that was meant for us, mistyped, would reach the application. */
function requireSeparator(
  args: readonly string[],
  afterSeparator: readonly string[],
): void {
  const stray = args[0];
  if (stray === undefined || args.length <= afterSeparator.length) return;
  throw new CliError("usage", `unexpected argument ${JSON.stringify(stray)}`, {
    hints: ["arguments for the application go after --"],
  });
}

/** The 2024 command started applications without the word `app`. */
function refuseOldForm(words: readonly string[]): never {
  if (words.length === 0) {
    throw new CliError("usage", "start what? app, vm or service");
  }
  throw new CliError("usage", "start needs the word app, vm or service", {
    hints: [
      "to start an application, write: givc-cli start app <app> --vm <vm> [-- args...]",
    ],
  });
}

function declareStop(program: Command, context: Context): void {
  const stop = program
    .command("stop")
    .description("stop an application or a service");
  stop
    .command("app")
    .description("stop an application")
    .argument("<name>", "registered name, for instance foot@0.service")
    .action((name: string) => control(context, "stop", name));
  stop
    .command("service")
    .description("stop a unit that the agent of a machine allows")
    .argument("<unit>", "name of the systemd unit")
    .requiredOption(VM_OPTION, VM_TEXT)
    .action(async (unit: string, { vm }: { vm: string }) => {
      const { stopService } = await import("../commands/control.ts");
      await stopService(context, unit, vm);
    });
}

function declareVerb(
  program: Command,
  context: Context,
  verb: ApplicationVerb,
): void {
  program
    .command(verb)
    .description(`${verb} an application or a registered service`)
    .argument("<name>", "registered name, for instance foot@0.service")
    .action((name: string) => control(context, verb, name));
}

async function control(
  context: Context,
  verb: ApplicationVerb,
  name: string,
): Promise<void> {
  const { controlApplication } = await import("../commands/control.ts");
  await controlApplication(context, verb, name);
}
