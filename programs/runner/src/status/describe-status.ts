/** `ghaf-runner status`: what status.json says, and QEMU when there is one, a fact each line. */

import { readFile } from "node:fs/promises";
import { askRunner } from "../door/ask.ts";
import { RunnerError, reasonOf, systemCode } from "../errors.ts";
import { isObject } from "../qmp/message.ts";
import { parseStatus, STATUS_FILE, type VmStatus } from "./vm-status.ts";

/**
 * Of the VM whose state directory is the working directory.
 * @throws RunnerError `missing-file` where no runner has worked
 */
export async function describeStatus(): Promise<string> {
  const status = await readStatus();
  const runner = await askState(status);
  const facts = [...factsOf(status), ...Object.entries(runner)];
  return facts.map(([name, fact]) => `${name.padEnd(13)}${fact}\n`).join("");
}

async function readStatus(): Promise<VmStatus> {
  const status = parseStatus(await readText());
  if (status !== undefined) return status;
  const text = `${STATUS_FILE} was not written by a runner of this version`;
  throw new RunnerError("protocol", text);
}

async function readText(): Promise<string> {
  try {
    return await readFile(STATUS_FILE, "utf8");
  } catch (cause) {
    const isAbsent = systemCode(cause) === "ENOENT";
    const why = isAbsent ? "the VM was never started here" : reasonOf(cause);
    const text = `${STATUS_FILE} cannot be read: ${why}`;
    throw new RunnerError("missing-file", text, { cause });
  }
}

/** A status without its runner is what a killed one wrote last. */
async function askState({ phase, runnerPid, qemuPid }: VmStatus) {
  const runner = `process ${runnerPid}`;
  const qemu = `process ${qemuPid}`;
  try {
    const { answer } = await askRunner(".", { do: "state" });
    return { runner, qemu: `${qemu}: ${answer.state}` };
  } catch (error) {
    if (!(error instanceof RunnerError)) throw error;
    if (error.code !== "missing-file") {
      return { runner: `${runner}: ${error.message}` };
    }
    if (phase === "ended") return {};
    return { runner: `${runner} was killed; the VM is off` };
  }
}

function factsOf(status: VmStatus): [string, string][] {
  const { vm, phase, sinceUnixMs, startedUnixMs, readyUnixMs } = status;
  const facts: [string, string | null][] = [
    ["vm", vm],
    ["phase", `${phase} since ${dateOf(sinceUnixMs)}`],
    ["status", status.status || null],
    ["started", dateOf(startedUnixMs)],
    ["ready", readyUnixMs === null ? null : dateOf(readyUnixMs)],
    ["accelerator", status.accelerator],
    ["image", status.image],
    ["outcome", outcomeOf(status)],
    ["stop", stopOf(status)],
  ];
  return facts.flatMap(([name, fact]) =>
    fact === null ? [] : [[name, fact] as [string, string]],
  );
}

function dateOf(unixMs: number): string {
  return new Date(unixMs).toISOString();
}

function outcomeOf({ outcome }: VmStatus): string | null {
  return outcome === null ? null : `${outcome.kind}: ${outcome.reason}`;
}

/** `poweroff 1204 ms, acpi 20001 ms`: the steps that it took. */
function stopOf({ stop }: VmStatus): string | null {
  const steps = isObject(stop) ? stop["steps"] : undefined;
  if (!Array.isArray(steps) || steps.length === 0) return null;
  return steps
    .filter(isObject)
    .map(({ name, tookMs }) => `${name} ${tookMs} ms`)
    .join(", ");
}
