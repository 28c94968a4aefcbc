/** `ghaf vm`: its command line. */

import type { Command } from "commander";
import {
  connecting,
  controlled,
  printing,
  renderOptions,
  type Shell,
} from "../shell.ts";

export function addVm(program: Command, shell: Shell): void {
  const vm = program.command("vm").description("virtual machines");
  const start = vm
    .command("start")
    .description("boot a VM and wait until its agent answers")
    .argument("<vm>", "name of the VM");
  connecting(start).action(async (name: string) => {
    const { start: body } = await import("../commands/vm.ts");
    await controlled(shell, start, (control) => body(name, control));
  });
  const list = vm
    .command("list")
    .description("list the VMs that the admin knows of")
    .option("-w, --watch", "go on printing what changes");
  connecting(printing(list)).action(
    async ({ watch = false }: { watch?: boolean }) => {
      const { list: body } = await import("../commands/vm.ts");
      const render = renderOptions(list, shell.surface);
      await controlled(shell, list, (control) =>
        body({ render, watch }, control),
      );
    },
  );
}
