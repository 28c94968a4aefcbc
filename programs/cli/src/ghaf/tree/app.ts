/** `ghaf app`: its command line. */

import type { Command } from "commander";
import type { AppVerb } from "../commands/app.ts";
import {
  connecting,
  controlled,
  printing,
  renderOptions,
  type Shell,
} from "../shell.ts";

const VERBS: readonly (readonly [AppVerb, string])[] = [
  ["stop", "end an application"],
  ["pause", "freeze an application where it is"],
  ["resume", "let a paused application go on"],
];

export function addApp(program: Command, shell: Shell): void {
  const app = program.command("app").description("applications in VMs");
  addStart(app, shell);
  for (const [verb, description] of VERBS) {
    addVerb(app, shell, { verb, description });
  }
  addList(app, shell);
}

function addStart(app: Command, shell: Shell): void {
  const start = app
    .command("start")
    .description("start an application; boots its VM when that is off")
    .argument("<app>", "name in the VM's manifest")
    .argument("[args...]", "its arguments, after -- where they begin with -")
    .option("--vm <vm>", "where to start it (default: <app>-vm)");
  connecting(start).action(
    async (name: string, args: string[], { vm }: { vm?: string }) => {
      const { start: body } = await import("../commands/app.ts");
      await controlled(shell, start, (control) =>
        body({ app: name, vm, args }, control),
      );
    },
  );
}

function addVerb(
  app: Command,
  shell: Shell,
  { verb, description }: { verb: AppVerb; description: string },
): void {
  const command = app
    .command(verb)
    .description(description)
    .argument("<name>", "instance as listed, or an application that has one")
    .option("--vm <vm>", "where names alone are not unique");
  connecting(command).action(async (name: string, { vm }: { vm?: string }) => {
    const { change } = await import("../commands/app.ts");
    await controlled(shell, command, (control) =>
      change({ verb, name, vm }, control),
    );
  });
}

function addList(app: Command, shell: Shell): void {
  const list = app
    .command("list")
    .description("list the applications that were started")
    .option("--vm <vm>", "only those of one VM")
    .option("-w, --watch", "go on printing what changes");
  connecting(printing(list)).action(
    async ({ vm, watch = false }: { vm?: string; watch?: boolean }) => {
      const { list: body } = await import("../commands/app.ts");
      const render = renderOptions(list, shell.surface);
      await controlled(shell, list, (control) =>
        body({ render, watch, vm }, control),
      );
    },
  );
}
