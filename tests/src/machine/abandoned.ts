/** A program that makes a lab with a machine, prints the lab's prefix and waits to be killed: for the harness's own test. */

import { openLab } from "./lab.ts";

const lab = await openLab();
const network = await lab.startNetwork();
const port = await network.attach("192.168.101.10");
await lab.startMachine({ name: "abandoned-vm", port });
process.stdout.write(`${lab.prefix}\n`);
setInterval(() => {}, 60_000);
