/** Evaluates one configuration over and over and prints how long it took: `laptop`, or a number of application VMs. */

import { mkdtempSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  defineSystem,
  evaluateSystem,
  hardwareDefinitions,
  type Module,
} from "@ghaf/system";

export interface Evaluated {
  readonly vms: number;
  readonly firstMs: number;
  /** The median of the later rounds. */
  readonly warmMs: number;
  /** What the process holds with one system in hand, garbage collected. */
  readonly heapBytes: number;
  /** The most that it ever had in memory. */
  readonly peakBytes: number;
}

const ROUNDS = 15;

const [what = "laptop"] = process.argv.slice(2);
const described = what === "laptop" ? await laptop() : sized(Number(what));
console.log(JSON.stringify(measured(described)));

function measured(module: Module): Evaluated {
  const rounds: number[] = [];
  let kept = evaluateOnce(module, rounds);
  for (let round = 0; round < ROUNDS; round += 1) {
    kept = evaluateOnce(module, rounds);
  }
  const [firstMs = 0, ...later] = rounds;
  later.sort((one, other) => one - other);
  globalThis.gc?.();
  return {
    vms: kept.vms.length,
    firstMs,
    warmMs: later[Math.floor(later.length / 2)] ?? 0,
    heapBytes: process.memoryUsage().heapUsed,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

function evaluateOnce(module: Module, rounds: number[]) {
  const since = performance.now();
  const { system, problems } = evaluateSystem(module);
  rounds.push(performance.now() - since);
  if (system === undefined) {
    throw new Error(
      problems.map(({ path, reason }) => `${path}: ${reason}`).join("\n"),
    );
  }
  return system;
}

/** The example itself, which is TypeScript. */
async function laptop(): Promise<Module> {
  const { build } = await import("esbuild");
  const folder = mkdtempSync(
    fileURLToPath(new URL("laptop-", import.meta.url)),
  );
  try {
    const outfile = `${folder}/system.mjs`;
    await build({
      entryPoints: [
        fileURLToPath(
          new URL("../../../examples/laptop/system.ts", import.meta.url),
        ),
      ],
      ...{ bundle: true, format: "esm", external: ["@ghaf/*"], outfile },
    });
    return (await import(outfile)).default;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** So many application VMs with an application each, beside admin-vm and net-vm. */
function sized(count: number): Module {
  return defineSystem({
    imports: [hardwareDefinitions["qemu-vm"]],
    ghaf: {
      layout: "headless",
      givc: { enable: true },
      host: { networking: { enable: true } },
      virtualization: {
        "microvm-host": { enable: true },
        microvm: {
          adminvm: { enable: true },
          netvm: { enable: true },
          appvm: {
            enable: true,
            vms: Array.from({ length: count }, (_, index) => ({
              name: `v${index}`,
              ramMb: 256,
              cores: 1,
              packages: ["busybox"],
              applications: [
                { name: "web", command: "/usr/bin/busybox httpd -f" },
              ],
            })),
          },
        },
      },
    },
  });
}
