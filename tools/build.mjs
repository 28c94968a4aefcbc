/** `npm run build`: compiles the workspaces and bundles the programs, as far as sources have changed. */

import { bundlePrograms } from "./setup/bundles.mjs";
import { compile } from "./setup/compile.mjs";
import { ensureNpmPackages } from "./setup/npm-packages.mjs";
import { runStarter } from "./setup/process.mjs";

await runStarter(async () => {
  ensureNpmPackages();
  compile();
  await bundlePrograms();
  return 0;
});
