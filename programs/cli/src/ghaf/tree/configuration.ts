/** `ghaf init`, `check`, `eval`, `explain`, `diff`, `plan` and `docs`: their command lines. */

import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { Template } from "../../declaration/project-files.ts";
import type { Shell } from "../shell.ts";
import { addOptions } from "./options.ts";

export function addConfiguration(program: Command, shell: Shell): void {
  addInit(program, shell);
  addCheck(program, shell);
  addEval(program, shell);
  addExplain(program, shell);
  addOptions(program, shell);
  addDiff(program, shell);
  addPlan(program, shell);
  addDocs(program, shell);
}

const TEMPLATES: readonly Template[] = ["minimal", "headless", "laptop"];

interface InitOptions {
  readonly template: Template;
  readonly force?: boolean;
  readonly tsconfig?: boolean;
}

function addInit(program: Command, shell: Shell): void {
  const template = new Option("--template <template>", "what to begin with")
    .choices(TEMPLATES)
    .default("minimal");
  program
    .command("init")
    .description("begin the configuration of a device")
    .argument("[dir]", "folder to write into", ".")
    .addOption(template)
    .option("--force", "replace files that are there")
    .option("--tsconfig", "write only tsconfig.json, for editors")
    .addHelpText("after", INIT_EXAMPLES)
    .action(async (dir: string, options: InitOptions) => {
      const { init } = await import("../commands/init.ts");
      const { template: chosen, force = false, tsconfig = false } = options;
      const folder = resolve(shell.io.folder, dir);
      const request = { folder, template: chosen, force };
      await init({ ...request, onlyTsconfig: tsconfig }, shell);
    });
}

interface CheckOptions {
  readonly config?: string;
  readonly types?: boolean;
  readonly output: "text" | "json";
}

function addCheck(program: Command, shell: Shell): void {
  const command = program
    .command("check")
    .description("find all problems of a configuration")
    .argument("[file]", "configuration (default: system.ts and the like here)")
    .option("--types", "have the TypeScript compiler look at it too")
    .addOption(outputOption("text", "json"))
    .addHelpText("after", CHECK_EXAMPLES);
  configured(command).action(
    async (file: string | undefined, options: CheckOptions) => {
      const { check } = await import("../commands/check.ts");
      const { config, types = false, output } = options;
      const request = { words: given(file), config, types, format: output };
      await check(request, shell);
    },
  );
}

interface EvalOptions {
  readonly config?: string;
  readonly system?: boolean;
  readonly output: "text" | "json" | "yaml" | "table";
}

function addEval(program: Command, shell: Shell): void {
  const command = program
    .command("eval")
    .description("print what a configuration, or an option, evaluates to")
    .argument("[option]", "path of an option or group (default: all)")
    .argument("[file]", "configuration; the order does not matter")
    .option("--system", "print what is made of the options: machines, network")
    .addOption(outputOption("text", "json", "yaml", "table"))
    .addHelpText("after", EVAL_EXAMPLES);
  configured(command).action(
    async (
      option: string | undefined,
      file: string | undefined,
      options: EvalOptions,
    ) => {
      const { evalCommand } = await import("../commands/eval.ts");
      const { config, system = false, output } = options;
      const words = given(option, file);
      await evalCommand({ words, config, system, format: output }, shell);
    },
  );
}

interface ExplainOptions {
  readonly config?: string;
  readonly output: "text" | "json" | "yaml";
}

function addExplain(program: Command, shell: Shell): void {
  const command = program
    .command("explain")
    .description("say where the value of an option comes from, and why")
    .argument("<option>", "path of an option")
    .argument("[file]", "configuration; the order does not matter")
    .addOption(outputOption("text", "json", "yaml"))
    .addHelpText("after", EXPLAIN_EXAMPLES);
  configured(command).action(
    async (
      option: string,
      file: string | undefined,
      { config, output }: ExplainOptions,
    ) => {
      const { explain } = await import("../commands/explain.ts");
      const words = given(option, file);
      await explain({ words, config, format: output }, shell);
    },
  );
}

interface DiffOptions {
  readonly exitCode?: boolean;
  readonly output: "text" | "json" | "yaml";
}

function addDiff(program: Command, shell: Shell): void {
  program
    .command("diff")
    .description("compare what two configurations evaluate to")
    .argument("<file>", "the one before")
    .argument("<file>", "the one after")
    .option("--exit-code", "end with 1 when something differs")
    .addOption(outputOption("text", "json", "yaml"))
    .addHelpText("after", DIFF_EXAMPLES)
    .action(async (before: string, after: string, options: DiffOptions) => {
      const { diff } = await import("../commands/diff.ts");
      const { exitCode = false, output } = options;
      await diff({ before, after, exitCode, format: output }, shell);
    });
}

interface PlanOptions {
  readonly config?: string;
  readonly diff?: string;
  readonly unrealised?: boolean;
  readonly output: "text" | "json";
}

function addPlan(program: Command, shell: Shell): void {
  const command = program
    .command("plan")
    .description("list what a configuration becomes: addresses and files")
    .argument("[file]", "configuration (default: system.ts and the like here)")
    .option("--diff <before>", "print what changes from this configuration")
    .addOption(
      new Option(
        "--unrealised",
        "list the options that change nothing in this version, and why",
      ).conflicts(["diff", "config"]),
    )
    .addOption(outputOption("text", "json"))
    .addHelpText("after", PLAN_EXAMPLES);
  configured(command).action(
    async (file: string | undefined, options: PlanOptions) => {
      const { planCommand } = await import("../commands/plan.ts");
      const { config, diff: before, unrealised = false, output } = options;
      const what = { words: given(file), config, before, unrealised };
      await planCommand({ ...what, format: output }, shell);
    },
  );
}

interface DocsOptions {
  readonly format: "markdown" | "json-schema";
  readonly out?: string;
}

function addDocs(program: Command, shell: Shell): void {
  const format = new Option("--format <format>", "what to write")
    .choices(["markdown", "json-schema"])
    .default("markdown");
  program
    .command("docs")
    .description("write the reference of options, or a schema for editors")
    .addOption(format)
    .option("--out <file>", "write to a file instead of stdout")
    .addHelpText("after", DOCS_EXAMPLES)
    .action(async ({ format: chosen, out }: DocsOptions) => {
      const { docs } = await import("../commands/docs.ts");
      await docs({ format: chosen, out }, shell);
    });
}

/** Of the formats the first is what a person wants. */
function outputOption(...formats: readonly [string, ...string[]]): Option {
  return new Option("-o, --output <format>", "how to print it")
    .choices(formats)
    .default(formats[0]);
}

function configured(command: Command): Command {
  return command.option("-c, --config <file>", "configuration to look at");
}

function given(...words: readonly (string | undefined)[]): readonly string[] {
  return words.filter((word) => word !== undefined);
}

const INIT_EXAMPLES = `
Examples:
  ghaf init my-device
  ghaf init --template laptop my-laptop
  ghaf init --tsconfig           # after a clone: types for the editor`;

const CHECK_EXAMPLES = `
Problems go to stderr, each with its place and what to do; -o json prints them
to stdout. Exit status: 0 without errors, 2 with.

Examples:
  ghaf check
  ghaf check --types devices/laptop.ts
  ghaf check -o json`;

const EVAL_EXAMPLES = `
Examples:
  ghaf eval ghaf.host
  ghaf eval 'ghaf.virtualization.microvm.appvm.vms[0].ramMb'
  ghaf eval -o json device.yaml
  ghaf eval --system vms`;

const EXPLAIN_EXAMPLES = `
Examples:
  ghaf explain ghaf.layout
  ghaf explain ghaf.graphics.labwc.autolock.enable device.ts`;

const DIFF_EXAMPLES = `
Examples:
  ghaf diff before.ts system.ts
  ghaf diff --exit-code -o json a.yaml b.yaml`;

const PLAN_EXAMPLES = `
Nothing is written. Addresses are those of ghaf.lock.json beside the
configuration, where there is one.

Examples:
  ghaf plan
  ghaf plan --diff before.ts system.ts
  ghaf plan --unrealised
  ghaf plan -o json | jq -r '.files[] | select(.path == "/etc/hosts").text'`;

const DOCS_EXAMPLES = `
Examples:
  ghaf docs --out docs/options.md
  ghaf docs --format json-schema --out system.schema.json`;
