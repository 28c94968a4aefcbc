/** What a person adds to the described device before it runs: a second application VM, and a page that the first one serves at two ports. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Narrator } from "../narrator.ts";
import { StoryFailed } from "../telling.ts";

/** Served by app-vm, in the folder of the account that its applications run as. */
export const PAGE = "Hello from inside app-vm.";

const MODULE = "reader-vm.ts";

interface Edit {
  readonly from: string;
  readonly to: string;
}

const EDITS: readonly Edit[] = [
  {
    from: 'imports: [hardwareDefinitions["qemu-vm"]],',
    to: 'imports: [hardwareDefinitions["qemu-vm"], readerVm],',
  },
  {
    from: '{ name: "web", command: "/usr/bin/busybox httpd -f -p 8080" },',
    to: '{ name: "web", command: "/usr/bin/busybox httpd -f -p 8080" }, { name: "hidden", command: "/usr/bin/busybox httpd -f -p 8081" },',
  },
  {
    from: 'packages: ["busybox"],',
    to: `packages: ["busybox"], extraModules: [{ files: { "/home/ghaf/index.html": { text: "${PAGE}\\n" } } }],`,
  },
];

/** Told nobody: every module of the language begins with what it imports. */
const IMPORT: Edit = {
  from: 'from "@ghaf/system";\n',
  to: `from "@ghaf/system";\nimport { readerVm } from "./${MODULE}";\n`,
};

/** @param folder of the configuration */
export async function addSecondVm(
  folder: string,
  say: Narrator,
): Promise<void> {
  const source = new URL(`../../src/configuration/${MODULE}`, import.meta.url);
  const module = await readFile(fileURLToPath(source), "utf8");
  await writeFile(join(folder, MODULE), module);
  say.note(`device/${MODULE}:`);
  say.output(module.slice(module.indexOf("export const")));
  const file = join(folder, "system.ts");
  let text = replaced(await readFile(file, "utf8"), IMPORT);
  for (const edit of EDITS) {
    text = replaced(text, edit);
    say.note(`device/system.ts:  ${edit.to}`);
  }
  await writeFile(file, text);
}

function replaced(text: string, { from, to }: Edit): string {
  if (text.includes(from)) return text.replace(from, () => to);
  throw new StoryFailed(`device/system.ts has no ${from}`);
}
