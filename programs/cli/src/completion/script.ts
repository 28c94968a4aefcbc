/** The completion scripts: the words of the command tree, written down for each shell. */

import type { Command } from "commander";
import { bashScript } from "./bash.ts";
import { fishScript } from "./fish.ts";
import { nodesOf } from "./words.ts";
import { zshScript } from "./zsh.ts";

export type ShellName = "bash" | "zsh" | "fish";

export function completionScript(program: Command, shell: ShellName): string {
  const nodes = nodesOf(program);
  switch (shell) {
    case "bash":
      return bashScript(program.name(), nodes);
    case "zsh":
      return zshScript(program.name(), nodes);
    case "fish":
      return fishScript(program.name(), nodes);
  }
}
