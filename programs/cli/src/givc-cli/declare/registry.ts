/** The command line of what asks and watches. */

import type { Command } from "commander";
import type { EnsureOptions } from "../commands/ensure.ts";
import type { QueryOptions } from "../commands/query.ts";
import type { WatchCommandOptions } from "../commands/watch.ts";
import type { Context } from "../context.ts";
import { atLeast } from "./numbers.ts";

const AS_JSON = "--as-json";

export function declareRegistry(program: Command, context: Context): void {
  declareQueries(program, context);
  declareWatch(program, context);
  declareFacts(program, context);
  declareEnsure(program, context);
}

function declareQueries(program: Command, context: Context): void {
  const body = async (options: QueryOptions) => {
    const { query } = await import("../commands/query.ts");
    await query(context, options);
  };
  program
    .command("query")
    .description("list the registered units that match")
    .option(AS_JSON, "one line of JSON")
    .option(
      "--by-type <number>",
      "only units of this type, 0 to 14",
      atLeast(0),
    )
    .option(
      "--by-name <name>",
      "only the unit of this name; may be repeated",
      (name: string, before: string[] | undefined) => [...(before ?? []), name],
    )
    .action(body);
  program
    .command("query-list")
    .description("list all registered units")
    .option(AS_JSON, "one line of JSON")
    .action(body);
}

function declareWatch(program: Command, context: Context): void {
  program
    .command("watch")
    .description("print every change to the list of units")
    .option(AS_JSON, "one line of JSON for each")
    .option("--initial", "print the list first")
    .option("--limit <number>", "end after this many changes", atLeast(0))
    .action(async (options: WatchCommandOptions) => {
      const { watch } = await import("../commands/watch.ts");
      await watch(context, options);
    });
}

function declareFacts(program: Command, context: Context): void {
  program
    .command("get-status")
    .description("print what systemd of a machine says of a unit")
    .argument("<vm>")
    .argument("<unit>")
    .action(async (vm: string, unit: string) => {
      const { getStatus } = await import("../commands/facts.ts");
      await getStatus(context, vm, unit);
    });
  program
    .command("get-stats")
    .description("print load, memory and processes of a machine")
    .argument("<vm>")
    .action(async (vm: string) => {
      const { getStats } = await import("../commands/facts.ts");
      await getStats(context, vm);
    });
}

function declareEnsure(program: Command, context: Context): void {
  const test = program.command("test").description("checks for scripts");
  test
    .command("ensure")
    .description("wait until a unit is registered")
    .argument("<name>")
    .option(
      "--retry <number>",
      "how often to look, once per second",
      atLeast(1),
      60,
    )
    .option("--type <number>", "type that it must have, 0 to 14", atLeast(0))
    .option("--vm <vm>", "VM that it must belong to")
    .action(async (name: string, options: Omit<EnsureOptions, "name">) => {
      const { ensure } = await import("../commands/ensure.ts");
      await ensure(context, { ...options, name });
    });
}
