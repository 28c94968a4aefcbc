/** Compiles all workspaces; what was compiled from a source that is gone goes too. */

import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { must, root } from "./process.mjs";

/** Folders of all workspaces, such as "packages/api", with the sources' `src` inside. */
export function workspaces() {
  const inFolder = (folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${folder}/${entry.name}`);
  return [...inFolder("packages"), ...inFolder("programs"), "tests"].filter(
    (path) => existsSync(join(root, path, "tsconfig.json")),
  );
}

/** Runs the compiler over everything that changed; throws when something does not compile. */
export function compile() {
  for (const workspace of workspaces()) removeOrphans(join(root, workspace));
  must([process.execPath, "node_modules/typescript/bin/tsc", "--build"]);
}

const madeByCompiler = /\.(js|js\.map|d\.ts|d\.ts\.map)$/;

/** The compiler leaves old output behind, and an old test would go on passing. */
function removeOrphans(workspace) {
  const made = join(workspace, "dist");
  if (!existsSync(made)) return;
  for (const path of readdirSync(made, { recursive: true })) {
    if (path.startsWith("bundle/") || !madeByCompiler.test(path)) continue;
    const source = path.replace(madeByCompiler, ".ts");
    if (!existsSync(join(workspace, "src", source))) rmSync(join(made, path));
  }
}
