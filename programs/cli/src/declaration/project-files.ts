/** The files of a new configuration: what stands in them. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryFolder } from "./repository.ts";

/** Names of folders in `examples`. */
export type Template = "minimal" | "headless" | "laptop";

export interface ProjectFile {
  /** Within the folder. */
  readonly name: string;
  readonly text: string;
}

/** The example of that name, as it comes with this command. */
export function templateText(template: Template): Promise<string> {
  const file = join(repositoryFolder(), "examples", template, "system.ts");
  return readFile(file, "utf8");
}

export const GITIGNORE: ProjectFile = {
  name: ".gitignore",
  text: `node_modules/
# Leads to the ghaf of this machine. After a clone: ghaf init --tsconfig
tsconfig.json
`,
};

/** @param name of the project */
export function readme(name: string, template: Template): ProjectFile {
  return {
    name: "README.md",
    text: `# ${name}

One file, \`system.ts\`, describes the whole device. It began as the template \`${template}\`.

| command | what it does |
|---|---|
| \`ghaf check\` | finds every problem, with its line and what to do |
| \`ghaf check --types\` | has the TypeScript compiler look at it too |
| \`ghaf eval ghaf.layout\` | prints what an option evaluates to |
| \`ghaf explain ghaf.layout\` | says which definition won, and why |
| \`ghaf options search usb\` | finds options by name and description |
| \`ghaf diff old.ts system.ts\` | compares two configurations |

\`tsconfig.json\` tells editors where the types of this machine's \`ghaf\` are, so it is not part of
the project: after a clone, \`ghaf init --tsconfig\` makes it again.
`,
  };
}
