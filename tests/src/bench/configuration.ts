/** How long a configuration takes from its file to the evaluated system, and how that grows with the number of VMs. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Evaluated } from "./configuration-main.ts";
import { atMost, type Row } from "./report.ts";
import { median, ms, times } from "./statistics.ts";

const RUNS = 15;
const SIZES = [5, 50, 500] as const;
const MIB = 2 ** 20;

const inRepository = (path: string) =>
  fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const laptop = inRepository("examples/laptop/system.ts");
const evaluator = fileURLToPath(
  new URL("configuration-main.js", import.meta.url),
);

export async function benchConfiguration(): Promise<readonly Row[]> {
  const cache = mkdtempSync(join(tmpdir(), "ghaf-bench-cache-"));
  try {
    return [...commandRows(cache), ...warmRows(), ...sizeRows()];
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

/** The command as a process of its own, next to one that does nothing. */
function commandRows(cache: string): readonly Row[] {
  const check = [inRepository("programs/cli/bin/ghaf.js"), "check", laptop];
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  const first = wall(check, env);
  const bare: number[] = [];
  const cold: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    bare.push(wall(["-e", "0"], env));
    cold.push(wall(check, env));
  }
  const ratio = median(cold.map((value, at) => value / (bare[at] ?? 1)));
  return [
    { what: "`node -e 0`", figure: ms(median(bare)) },
    {
      what: "`ghaf check` of the laptop / `node -e 0`",
      figure: `${times(ratio)} (${ms(median(cold))})`,
      goal: atMost(ratio, 4, "4x"),
    },
    { what: "the same, its file never seen before", figure: ms(first) },
  ];
}

/** Wall milliseconds of a Node process. @throws when it fails */
function wall(words: readonly string[], env: NodeJS.ProcessEnv): number {
  const since = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { env });
  if (status !== 0) throw new Error(`${words.join(" ")}: ${stderr}`);
  return performance.now() - since;
}

function warmRows(): readonly Row[] {
  const { firstMs, warmMs, vms } = evaluated("laptop");
  return [
    {
      what: `laptop with ${vms} VMs, evaluated first in a process`,
      figure: ms(firstMs),
    },
    {
      what: "laptop, evaluated again",
      figure: ms(warmMs),
      goal: atMost(warmMs, 40, "40 ms"),
    },
  ];
}

function sizeRows(): readonly Row[] {
  const all = SIZES.map((size) => ({ size, ...evaluated(String(size)) }));
  const [, middle, large] = all;
  const growth = (large?.warmMs ?? 0) / (middle?.warmMs ?? 1);
  return [
    ...all.map(({ size, firstMs, warmMs, heapBytes, peakBytes }) => ({
      what: `${size} application VMs: first, again; heap in use, peak RSS`,
      figure: `${ms(firstMs)}, ${ms(warmMs)}; ${mib(heapBytes)}, ${mib(peakBytes)}`,
      ...(size === 500 ? { goal: atMost(firstMs, 1500, "1.5 s first") } : {}),
    })),
    {
      what: "500 against 50 VMs, again",
      figure: times(growth),
      goal: atMost(growth, 12, "12x, which is linear"),
    },
  ];
}

function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(0)} MiB`;
}

/** Evaluates in a process of its own, so that every size starts cold. */
function evaluated(what: string): Evaluated {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", evaluator, what],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${what}: ${stderr}`);
  return JSON.parse(stdout);
}
