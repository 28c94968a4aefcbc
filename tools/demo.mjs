/** `npm run demo`: installs and builds what is missing, then tells the story. */

import { ensureDebianPackages } from "./setup/debian-packages.mjs";
import { packagesForVms } from "./setup/doctor-packages.mjs";
import { startProgram } from "./setup/start-program.mjs";

await startProgram("programs/demo/dist/main.js", installForVms);

/** What keeps virtual machines from running afterwards, the program finds out and tells. */
function installForVms() {
  const words = process.argv.slice(2);
  const isForVms = !["--local", "--help", "-h"].some((word) =>
    words.includes(word),
  );
  if (!isForVms || process.getuid?.() !== 0) return;
  const { needed, useful } = packagesForVms();
  for (const names of [needed, useful]) {
    const obstacle = ensureDebianPackages(names);
    if (obstacle !== undefined) process.stderr.write(`${obstacle}\n`);
  }
}
