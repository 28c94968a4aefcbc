/** Commands that belong to the platform and whose backend is not part of this version. They are named so that nobody searches in vain. */

import type { Command } from "commander";
import { CliError } from "../cli-error.ts";

const ABSENT: readonly (readonly [string, string])[] = [
  ["sbom", "list what an image is made of"],
];

export function addAbsent(program: Command): void {
  program.commandsGroup("Not in this version:");
  for (const [name, description] of ABSENT) {
    program
      .command(name)
      .description(description)
      .allowExcessArguments()
      .allowUnknownOption()
      .action(() => {
        throw new CliError(
          "not-in-this-version",
          `ghaf ${name} is not in this version`,
          { hints: ["ghaf --help lists the commands that are"] },
        );
      });
  }
}
