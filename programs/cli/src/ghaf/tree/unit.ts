/** `ghaf unit`: its command line. */

import type { Command } from "commander";
import {
  connecting,
  controlled,
  printing,
  renderOptions,
  type Shell,
} from "../shell.ts";

export function addUnit(program: Command, shell: Shell): void {
  const unit = program
    .command("unit")
    .description("systemd units of a machine, as far as its agent allows");
  const status = inMachine(unit, "status", "show the state of a unit");
  connecting(printing(status)).action(async (vm: string, name: string) => {
    const { status: body } = await import("../commands/unit.ts");
    const render = renderOptions(status, shell.surface);
    await controlled(shell, status, (control) =>
      body({ vm, unit: name }, render, control),
    );
  });
  const start = inMachine(unit, "start", "start a unit that is not running");
  connecting(start).action(async (vm: string, name: string) => {
    const { start: body } = await import("../commands/unit.ts");
    await controlled(shell, start, (control) =>
      body({ vm, unit: name }, control),
    );
  });
  const stop = inMachine(unit, "stop", "stop a unit");
  connecting(stop).action(async (vm: string, name: string) => {
    const { stop: body } = await import("../commands/unit.ts");
    await controlled(shell, stop, (control) =>
      body({ vm, unit: name }, control),
    );
  });
}

function inMachine(unit: Command, name: string, text: string): Command {
  return unit
    .command(name)
    .description(text)
    .argument("<vm>", "machine; the host goes by its agent's name, ghaf-host")
    .argument("<unit>", "name of the unit; .service can be left out");
}
