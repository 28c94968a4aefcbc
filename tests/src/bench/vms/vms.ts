/** Real virtual machines: how long they take to boot, what they need, and what they boot. */

import { run } from "../../machine/command.ts";
import { starter } from "../../process/program.ts";
import type { Row } from "../report.ts";
import { BenchDevice, MEASURED } from "./bench-device.ts";
import { bootRows, seconds } from "./boot-times.ts";
import { imageRows } from "./image-builds.ts";
import { memoryRows } from "./memory.ts";

export async function benchVms(): Promise<readonly Row[]> {
  const findings = await machineFindings();
  const lacking = findings.filter(({ state }) => state === "problem");
  if (lacking.length > 0) {
    const what = "nothing: this machine cannot run VMs";
    const reasons = lacking.map(
      (finding) => `${finding.name}: ${finding.what}`,
    );
    return [{ what, figure: reasons.join("; ") }];
  }
  return [...(await imageRows()), ...(await deviceRows(findings))];
}

interface Finding {
  readonly name: string;
  readonly state: "ok" | "warning" | "problem";
  readonly what: string;
}

/** Exit status 1 says that there are problems, which the findings do too. */
async function machineFindings(): Promise<readonly Finding[]> {
  const words = [process.execPath, starter("ghaf"), "doctor", "-o", "json"];
  return JSON.parse((await run(words)).stdout);
}

async function deviceRows(
  findings: readonly Finding[],
): Promise<readonly Row[]> {
  const bench = await BenchDevice.make();
  try {
    await bench.device.ghaf(["build", "system.ts"], BUILD_MS);
    const since = Date.now();
    await bench.device.up();
    const up = Date.now() - since;
    await bench.connect();
    const { accelerator } = await bench.device.status("admin-vm");
    const why = findings.find(({ name }) => name === "accelerator")?.what;
    return [
      { what: "accelerator", figure: `${accelerator}: ${why}` },
      {
        what: "`ghaf up`, images built: admin-vm, net-vm and app-vm, until it returns",
        figure: seconds(up),
      },
      ...(await bootRows(bench)),
      ...(await memoryWith(bench)),
    ];
  } finally {
    await bench.close();
  }
}

const BUILD_MS = 600_000;

async function memoryWith(bench: BenchDevice): Promise<readonly Row[]> {
  const one = MEASURED.slice(0, 1);
  await bench.boot(one);
  return await memoryRows(bench);
}
