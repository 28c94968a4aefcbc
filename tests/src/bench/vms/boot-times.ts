/** How long VMs take until they can be controlled, next to how long their bare boot takes. */

import { atMost, type Row } from "../report.ts";
import { median, times } from "../statistics.ts";
import { bareBoots } from "./bare-boot.ts";
import { type BenchDevice, type Boot, MEASURED } from "./bench-device.ts";

const ROUNDS = 5;
const MOST = 1.6;

/** Of one round; of several VMs each figure is that of the last. */
interface Round {
  readonly bare: number;
  readonly ready: number;
  readonly registered: number;
  /** The longest that an agent took when its VM was ready. */
  readonly agent: number;
}

/** Alone and four at a time in turns, so that what else the machine does meets all of them. */
export async function bootRows(bench: BenchDevice): Promise<readonly Row[]> {
  const alone: Round[] = [];
  const together: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.push(await oneRound(bench, MEASURED.slice(0, 1)));
    together.push(await oneRound(bench, MEASURED));
  }
  return [
    ...rowsOf("one VM", alone),
    ...rowsOf(`${MEASURED.length} VMs at once, the last of them`, together),
  ];
}

async function oneRound(
  bench: BenchDevice,
  vms: readonly (typeof MEASURED)[number][],
): Promise<Round> {
  const bare = await bareBoots(bench.imageOf("app-vm"), vms.length);
  const boots = await bench.boot(vms);
  await bench.stop(vms);
  const last = (of: (boot: Boot) => number) => Math.max(...boots.map(of));
  return {
    bare: Math.max(...bare),
    ready: last(({ ready }) => ready),
    registered: last(({ registered }) => registered),
    agent: last(({ ready, registered }) => registered - ready),
  };
}

function rowsOf(which: string, rounds: readonly Round[]): readonly Row[] {
  const figure = (of: (round: Round) => number) =>
    seconds(median(rounds.map(of)));
  const ratio = median(rounds.map(({ bare, registered }) => registered / bare));
  return [
    {
      what: `${which}: bare QEMU to multi-user.target`,
      figure: figure(({ bare }) => bare),
    },
    {
      what: `${which}: asked for until READY`,
      figure: figure(({ ready }) => ready),
    },
    {
      what: `${which}: READY until its agent is registered`,
      figure: figure(({ agent }) => agent),
    },
    {
      what: `${which}: asked for until registered / bare boot`,
      figure: `${times(ratio)} (${figure(({ registered }) => registered)})`,
      goal: atMost(ratio, MOST, `${MOST}x`),
    },
  ];
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
