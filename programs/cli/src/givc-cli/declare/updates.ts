/** The command line of system updates. */

import type { Command } from "commander";
import type { CachixOptions } from "../commands/update.ts";
import type { UpdateQueryOptions } from "../commands/update-query.ts";
import type { Context } from "../context.ts";

export function declareUpdates(program: Command, context: Context): void {
  const update = program
    .command("update")
    .description("system versions of the host");
  update
    .command("list")
    .description("list the versions that the host has")
    .action(async () => {
      const { listGenerations } = await import("../commands/update.ts");
      await listGenerations(context);
    });
  update
    .command("query")
    .description("ask an update server what it offers; needs no admin")
    .requiredOption("--source <url>", "base address of the server, http://...")
    .option("--pin-name <name>", "name of the pin", "ghaf-updates")
    .option("--raw", "one store path per line")
    .option("--current", "only what the server marks as current")
    .action(async (options: UpdateQueryOptions) => {
      const { queryUpdates } = await import("../commands/update-query.ts");
      await queryUpdates(context, options);
    });
  update
    .command("cachix")
    .description("update the host from a pin of a cachix cache")
    .argument("<pin>")
    .option("--cache <name>", "name of the cache", "ghaf-dev")
    .option("--cachix-host <url>", "another host than cachix.org")
    .option(
      "--token <token>",
      "for a private cache (better from the environment: CACHIX_TOKEN)",
    )
    .action(async (pin: string, options: CachixOptions) => {
      const { updateFromCachix } = await import("../commands/update.ts");
      await updateFromCachix(context, pin, options);
    });
}
