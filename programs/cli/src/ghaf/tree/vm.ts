/** `ghaf vm`: its command line. */

import type { Command } from "commander";
import {
  connecting,
  controlled,
  printing,
  renderOptions,
  type Shell,
  wholeNumber,
} from "../shell.ts";

export function addVm(program: Command, shell: Shell): void {
  const vm = program.command("vm").description("virtual machines");
  vm.commandsGroup("By the admin:");
  addStart(vm, shell);
  addRestart(vm, shell);
  addChanges(vm, shell);
  addList(vm, shell);
  vm.commandsGroup("Of the device that runs on this machine:");
  addConsole(vm, shell);
  addBalloon(vm, shell);
  addScreendump(vm, shell);
  addSsh(vm, shell);
  vm.addHelpText("after", AFTERWORD);
}

function addStart(vm: Command, shell: Shell): void {
  const start = named(vm.command("start"));
  start.description("boot a VM and wait until its agent answers");
  connecting(start).action(async (name: string) => {
    const { start: body } = await import("../commands/vm.ts");
    await controlled(shell, start, (control) => body(name, control));
  });
}

function addRestart(vm: Command, shell: Shell): void {
  const restart = named(vm.command("restart"));
  restart.description("shut a VM down and boot it as configured now");
  connecting(restart).action(async (name: string) => {
    const { restart: body } = await import("../commands/vm-change.ts");
    await controlled(shell, restart, (control) => body(name, control));
  });
}

function addChanges(vm: Command, shell: Shell): void {
  for (const [verb, description] of [
    ["stop", "shut a VM down, in steps until it has ended"],
    ["pause", "let the processors of a VM stand still"],
    ["resume", "let them go on"],
  ] as const) {
    const command = named(vm.command(verb)).description(description);
    connecting(command).action(async (name: string) => {
      const { change } = await import("../commands/vm-change.ts");
      await change({ verb, vm: name }, shell, command);
    });
  }
}

function addList(vm: Command, shell: Shell): void {
  const list = vm
    .command("list")
    .description("list the VMs that the admin knows of")
    .option("-w, --watch", "go on printing what changes");
  connecting(printing(list)).action(
    async ({ watch = false }: { watch?: boolean }) => {
      const { list: body } = await import("../commands/vm.ts");
      const render = renderOptions(list, shell.surface);
      const currencies = async () => {
        const { currencies: read } = await import(
          "../../instance/revisions.ts"
        );
        return read(shell.env);
      };
      await controlled(shell, list, (control) =>
        body({ render, watch }, control, currencies),
      );
    },
  );
}

const local = () => import("../commands/vm-local.ts");

function addConsole(vm: Command, shell: Shell): void {
  named(vm.command("console"))
    .description("the serial console of a VM; Ctrl-] leaves it")
    .action(async (name: string) => (await local()).attach(name, shell));
}

function addBalloon(vm: Command, shell: Shell): void {
  named(vm.command("balloon"))
    .argument("<mib>", "memory that it shall have", wholeNumber)
    .description("give a VM more or less memory, print what it has")
    .action(async (name: string, mib: number) =>
      (await local()).balloon(name, mib, shell),
    );
}

function addScreendump(vm: Command, shell: Shell): void {
  named(vm.command("screendump"))
    .argument("<file>", "picture to write: .png or .ppm")
    .description("save what a VM shows")
    .action(async (name: string, file: string) =>
      (await local()).screendump(name, file, shell),
    );
}

function addSsh(vm: Command, shell: Shell): void {
  named(vm.command("ssh"))
    .argument("[words...]", "command and arguments; without them a shell")
    .option("-l, --login <user>", "account in the VM", "ghaf")
    .option("-i, --identity <file>", "private key (default: those of ssh)")
    .description(
      "log in to a VM of a debug build, by ghaf.users.accounts.sshKeys",
    )
    .passThroughOptions()
    .action(
      async (
        name: string,
        words: readonly string[],
        { login: user, identity }: { login: string; identity?: string },
      ) => (await local()).ssh({ vm: name, user, identity, words }, shell),
    );
}

function named(command: Command): Command {
  return command.argument("<vm>", "name of the VM");
}

const AFTERWORD = `
GHAF_INSTANCE chooses the device when several run on this machine. Where its
admin does not answer, stop, pause and resume ask what runs the VM itself; so
they do for the admin's own VM. An admin that was named, and that of a machine
without a device of its own, has no such stand-in.`;
