/** `npm run bench`: every figure of docs/benchmarks.md, as ratios within one run. */

import { cpus, release, totalmem } from "node:os";
import { benchCommandLine } from "./command-line.ts";
import { benchConfiguration } from "./configuration.ts";
import { benchFanOut } from "./fan-out.ts";
import { benchFootprint } from "./footprint.ts";
import { markdown, type Section } from "./report.ts";
import { benchStartApplication } from "./start-application.ts";
import { benchStorm } from "./storm.ts";
import { benchUnary } from "./unary.ts";
import { benchVms } from "./vms/vms.ts";

const SECTIONS: Readonly<Record<string, Section>> = {
  unary: { title: "QueryList of 20 entries", run: benchUnary },
  "fan-out": { title: "One event to 1,000 watchers", run: benchFanOut },
  storm: { title: "Everybody registers at once", run: benchStorm },
  start: { title: "Starting an application", run: benchStartApplication },
  footprint: { title: "Memory and CPU of the daemons", run: benchFootprint },
  cli: { title: "Command lines", run: benchCommandLine },
  configuration: {
    title: "From a configuration to a system",
    run: benchConfiguration,
  },
  vms: { title: "Virtual machines", run: benchVms },
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => SECTIONS[name] === undefined);
if (unknown.length > 0) {
  const known = Object.keys(SECTIONS).join(", ");
  console.error(`unknown section: ${unknown.join(", ")}; there are ${known}`);
  process.exit(2);
}

console.log(`${machine()}\n`);
for (const [name, section] of Object.entries(SECTIONS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(markdown(section.title, await section.run()));
}
process.exit();

function machine(): string {
  const gib = Math.round(totalmem() / 2 ** 30);
  const model = cpus()[0]?.model ?? "unknown processor";
  return `${cpus().length} x ${model}, ${gib} GiB, Linux ${release()}, Node ${process.version}`;
}
