/** The body of `ghaf docs`: the reference of all options, and the schema of configuration files for editors. */

import { resolve } from "node:path";
import {
  type DocumentedOption,
  jsonSchema,
  optionReference,
} from "@ghaf/module-system";
import { platformOptions } from "@ghaf/system";
import { type DescribedOption, ORIGINS } from "../../declaration/described.ts";
import { openOptions } from "../../declaration/open-options.ts";
import { json } from "../../output/render.ts";
import type { Shell } from "../shell.ts";

export type DocsFormat = "markdown" | "json-schema";

export interface DocsRequest {
  readonly format: DocsFormat;
  /** Where to write it; absent: to stdout. */
  readonly out: string | undefined;
}

export async function docs(
  { format, out }: DocsRequest,
  shell: Shell,
): Promise<void> {
  const text = await documentOf(format, shell);
  if (out === undefined) return shell.surface.print(text);
  const { writeText } = await import("../../declaration/write-text.ts");
  await writeText(resolve(shell.io.folder, out), text);
  shell.surface.tell(`wrote ${out}`);
}

async function documentOf(format: DocsFormat, shell: Shell): Promise<string> {
  switch (format) {
    case "markdown": {
      const source = { file: undefined, withPlaces: true };
      const options = await openOptions(source, shell);
      return optionReference(options.map(asDocumented), REFERENCE);
    }
    case "json-schema":
      return json(jsonSchema(platformOptions, SCHEMA));
  }
}

/** Without the line of the declaration, which would change with every edit above it; with the reason why nothing reads it. */
function asDocumented(option: DescribedOption): DocumentedOption {
  const { declaredIn, description, unrealised } = option;
  return {
    ...option,
    ...(declaredIn === undefined
      ? {}
      : { declaredIn: declaredIn.replace(/:\d+$/, "") }),
    ...(unrealised === undefined
      ? {}
      : {
          description: `${description}\n\nNot realised in this version: ${unrealised}.`,
        }),
  };
}

const REFERENCE = {
  title: "Options",
  introduction: `Every option of a configuration, made by \`ghaf docs\`. In names, \`*\` stands for an element of a
list and \`<name>\` for a name of an attribute set. Defaults are those of the declaration: profiles
and other options may define more, which \`ghaf explain\` shows for a configuration. Names that
begin with \`guest.\` are for the guest modules of a VM, \`extraModules\`, where they stand without
it. An option that nothing reads yet says so, with the reason; \`ghaf explain\` says which files
another one feeds. Each option's origin is one of these:`,
  origins: ORIGINS,
};

const SCHEMA = {
  title: "The configuration of a device",
  imports:
    "Files whose definitions count too: relative paths of .ts, .json and .yaml files, or ghaf:NAME for modules that come with the platform.",
};
