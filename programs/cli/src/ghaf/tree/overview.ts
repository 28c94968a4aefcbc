/** `ghaf status` and `ghaf watch`: their command lines. */

import type { Command } from "commander";
import {
  connecting,
  controlled,
  printing,
  renderOptions,
  type Shell,
  wholeNumber,
} from "../shell.ts";

export function addStatus(program: Command, shell: Shell): void {
  const status = program
    .command("status")
    .description("is the admin there, is all well, and what runs");
  connecting(printing(status)).action(async () => {
    const { status: body } = await import("../commands/status.ts");
    const render = renderOptions(status, shell.surface);
    await controlled(shell, status, (control) => body(render, control));
  });
}

interface WatchOptions {
  readonly initial?: boolean;
  readonly limit?: number;
}

export function addWatch(program: Command, shell: Shell): void {
  const watch = program
    .command("watch")
    .description("print every change of every unit as it happens")
    .option("--initial", "begin with what is there")
    .option("--limit <n>", "end after so many changes", wholeNumber);
  connecting(printing(watch)).action(
    async ({ initial = false, limit }: WatchOptions) => {
      const { watch: body } = await import("../commands/watch.ts");
      const render = renderOptions(watch, shell.surface);
      await controlled(shell, watch, (control) =>
        body({ render, initial, limit }, control),
      );
    },
  );
}
