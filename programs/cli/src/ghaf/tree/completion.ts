/** `ghaf completion`: its command line. */

import { Argument, type Command } from "commander";
import type { Shell } from "../shell.ts";

export function addCompletion(program: Command, shell: Shell): void {
  const name = new Argument("<shell>", "for which shell").choices([
    "bash",
    "zsh",
    "fish",
  ]);
  program
    .command("completion")
    .description("print the completion script of a shell")
    .addArgument(name)
    .addHelpText("after", EXAMPLES)
    .action(async (untrusted: "bash" | "zsh" | "fish") => {
      const { completionScript } = await import("../../completion/script.ts");
      await shell.surface.print(completionScript(program, untrusted));
    });
}

const EXAMPLES = `
To use it:
  bash   source <(ghaf completion bash)
  zsh    ghaf completion zsh > "\${fpath[1]}/_ghaf"
  fish   ghaf completion fish > ~/.config/fish/completions/ghaf.fish`;
