/** A process for a test to kill: runs a program that sleeps, and prints the program's number. */

import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { runProgram } from "./run-program.ts";

const sleeping = runProgram(["sleep", "600"]);
const children = `/proc/self/task/${process.pid}/children`;
const sleeper = () => readFileSync(children, "utf8").trim();
const words = () => readFileSync(`/proc/${sleeper()}/cmdline`, "latin1");
while (!words().startsWith("sleep")) await pause(10); // it begins as setpriv
process.stdout.write(`${sleeper()}\n`);
await sleeping;
