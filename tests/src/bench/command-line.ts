/** How long a command line takes as a whole process, against bare Node. */

import { spawnSync } from "node:child_process";
import { atMost, type Row } from "./report.ts";
import { ADMIN_PORT, Rig } from "./rig.ts";
import { median, ms, times } from "./statistics.ts";

const RUNS = 15;

export async function benchCommandLine(): Promise<readonly Row[]> {
  const rig = await Rig.create();
  try {
    const admin = await rig.machine("admin-vm", 10);
    await rig.startAdmin(admin);
    const caller = await rig.machine("caller", 20);
    const environment = {
      ...process.env,
      GIVC_ADDR: admin.address,
      GIVC_PORT: String(ADMIN_PORT),
      GIVC_NAME: admin.name,
      GIVC_BIND: caller.address,
      GIVC_CA_CERT: caller.files.caCert,
      GIVC_HOST_CERT: caller.files.cert,
      GIVC_HOST_KEY: caller.files.key,
    };
    const cli = rig.program("cli", "givc-cli");
    const [bare, help, list] = interleaved(environment, [
      [process.execPath, "-e", "0"],
      [process.execPath, cli, "--help"],
      [process.execPath, cli, "query-list"],
    ]);
    return rows(bare ?? [], help ?? [], list ?? []);
  } finally {
    await rig.close();
  }
}

function rows(
  bare: readonly number[],
  help: readonly number[],
  list: readonly number[],
): readonly Row[] {
  const ratio = (of: readonly number[]) =>
    median(of.map((value, index) => value / (bare[index] ?? 1)));
  return [
    { what: "`node -e 0`", figure: ms(median(bare)) },
    {
      what: "`givc-cli --help` / `node -e 0`",
      figure: `${times(ratio(help))} (${ms(median(help))})`,
      goal: atMost(ratio(help), 1.2, "1.2x"),
    },
    {
      what: "`givc-cli query-list` / `node -e 0`",
      figure: `${times(ratio(list))} (${ms(median(list))})`,
      goal: atMost(ratio(list), 2.5, "2.5x"),
    },
  ];
}

/** Wall milliseconds of each command, run in turns so that drift hits all alike. */
function interleaved(
  env: NodeJS.ProcessEnv,
  commands: readonly (readonly [string, ...string[]])[],
): readonly number[][] {
  const figures: number[][] = commands.map(() => []);
  for (let run = -1; run < RUNS; run += 1) {
    for (const [index, [program, ...args]] of commands.entries()) {
      const since = performance.now();
      const { status, stderr } = spawnSync(program, args, { env });
      if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
      // The first round warms the page cache.
      if (run >= 0) figures[index]?.push(performance.now() - since);
    }
  }
  return figures;
}
