/** A build for a test to kill: begins a result in the store that is its current folder, and never ends. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openStore } from "./store.ts";

const store = await openStore(".");
const step = { name: "test", inputs: { word: "killed" }, bytes: 1_000 };
await store.result(step, async (into) => {
  await writeFile(join(into, "word"), "half");
  process.stdout.write("begun\n");
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});
