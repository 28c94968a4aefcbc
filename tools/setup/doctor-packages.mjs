/** The Debian packages that `ghaf doctor` misses on this machine: it knows what `ghaf up` calls. */

import { spawnSync } from "node:child_process";
import { root, StarterError } from "./process.mjs";

/** `needed`: no VM runs without them; `useful`: something of the VMs is missing without them. */
export function packagesForVms() {
  const argv = ["programs/cli/bin/ghaf.js", "doctor", "--output", "json"];
  // Its status says whether there are problems: those are what we want to know.
  const options = { cwd: root, encoding: "utf8" };
  const { stdout, stderr } = spawnSync(process.execPath, argv, options);
  const missing = findingsIn(stdout ?? "", stderr ?? "").filter(
    ({ name, fix }) => fix === `apt-get install -y ${name}`,
  );
  const named = (word) =>
    missing.filter(({ state }) => state === word).map(({ name }) => name);
  return { needed: named("problem"), useful: named("warning") };
}

function findingsIn(stdout, stderr) {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new StarterError(`ghaf doctor: ${stderr.trim()}`);
  }
}
