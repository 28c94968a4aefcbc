/** The examples as modules, so that a test can evaluate them together with changes. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Module } from "@ghaf/module-system";
import { transformSync } from "esbuild";
import type { Example } from "../plan/golden-trees.ts";
import { checkout } from "./ghaf.ts";

/** Evaluated by the same copies of our packages as the test. */
export async function exampleModule(name: Example): Promise<Module> {
  const file = join(checkout, "examples", name, "system.ts");
  const { code } = transformSync(readFileSync(file, "utf8"), { loader: "ts" });
  const text = code.replaceAll(
    '"@ghaf/system"',
    JSON.stringify(import.meta.resolve("@ghaf/system")),
  );
  const loaded: { readonly default: Module } = await import(
    `data:text/javascript,${encodeURIComponent(text)}`
  );
  return loaded.default;
}
