/**
 * The rate of this machine's time stamp counter, which emulated guests read as theirs. A guest's
 * kernel finds it by timers that a busy machine delays: it was wrong by a factor of nine, and a
 * guest whose 90 seconds are 10 gives up on its units. Told the rate, it measures nothing.
 */

import { access, readFile } from "node:fs/promises";

const CLOCK_SOURCE =
  "/sys/devices/system/clocksource/clocksource0/current_clocksource";
/** Where it is, what /proc/cpuinfo shows is the speed of the moment. */
const SCALING = "/sys/devices/system/cpu/cpu0/cpufreq";

/** kHz; undefined where this machine does not say it. */
export async function clockRate(): Promise<number | undefined> {
  const isScaled = await access(SCALING).then(
    () => true,
    () => false,
  );
  const source = await readFile(CLOCK_SOURCE, "utf8").catch(() => "");
  if (isScaled || source.trim() !== "tsc") return undefined;
  return clockRateIn(await readFile("/proc/cpuinfo", "utf8").catch(() => ""));
}

/** Of the first processor. */
export function clockRateIn(cpuinfo: string): number | undefined {
  const [, mhz] = /^cpu MHz\s*: ([0-9]+\.[0-9]{3})$/m.exec(cpuinfo) ?? [];
  return mhz === undefined ? undefined : Math.round(Number(mhz) * 1_000);
}

/** The one word of a planned kernel command line that says to rely on the counter. */
const RELIES = / tsc=reliable(?= |$)/;

/**
 * The arguments of an emulated guest with the rate beside that word. Where the rate is not known
 * the word goes: the kernel then finds within a second that it measured wrongly, and takes another
 * clock.
 */
export function withClockRate(
  words: readonly string[],
  khz: number | undefined,
): readonly string[] {
  const trust = (found: string) =>
    khz === undefined ? "" : `${found} tsc_early_khz=${khz}`;
  return words.map((word, index) =>
    words[index - 1] === "-append" ? word.replace(RELIES, trust) : word,
  );
}
