/** Starting a program of the checkout as if it had been installed: whatever it needs is made first. */

import { join } from "node:path";
import { bundlePrograms } from "./bundles.mjs";
import { compile } from "./compile.mjs";
import { ensureNpmPackages } from "./npm-packages.mjs";
import { become, root, runStarter } from "./process.mjs";

/**
 * Runs the compiled program `entry` with our arguments and ends as it ends. `prepare` is called
 * before, when everything of this checkout is there.
 */
export function startProgram(entry, prepare = () => undefined) {
  return runStarter(async () => {
    ensureNpmPackages();
    compile();
    await bundlePrograms();
    prepare();
    const argv = ["--enable-source-maps", join(root, entry)];
    return await become([process.execPath, ...argv, ...process.argv.slice(2)]);
  });
}
