/** Which accelerators work here, as the runner finds out: by booting a guest of a few instructions with each. */

import { type Finding, ok, problem, warning } from "./finding.ts";
import type { Surroundings } from "./machine.ts";

const NAME = "accelerator";
/** On a machine that is late with everything the runner tries more than once. */
const DEADLINE_MS = 120_000;

export async function lookAtAccelerator({
  machine,
  runner,
}: Surroundings): Promise<readonly Finding[]> {
  if (runner === undefined) {
    const what = "not tried: ghaf-runner is not built here";
    return [warning(NAME, what, "npm run build")];
  }
  if ((await machine.find("qemu-system-x86_64")) === undefined) {
    return [warning(NAME, "not tried: QEMU is not installed", null)];
  }
  const { code, output, complaint } = await machine.run({
    argv: [...runner, "probe"],
    deadlineMs: DEADLINE_MS,
  });
  if (code !== 0) {
    const what = `not known: ghaf-runner probe failed: ${complaint}`;
    return [problem(NAME, what, null)];
  }
  const kvmDevice = await machine.device("/dev/kvm");
  return [judge(readVerdicts(output), kvmDevice !== "absent")];
}

/** Undefined: it works; else why it does not. */
type Verdicts = ReadonlyMap<string, string | undefined>;

/** Lines such as `tcg  works` and `kvm  does not work: QEMU ended with 1`. */
function readVerdicts(output: string): Verdicts {
  const lines = output.split("\n").flatMap((line) => {
    const [, name, said] = /^(\w+) {2}(.*)$/.exec(line) ?? [];
    return name === undefined || said === undefined ? [] : [{ name, said }];
  });
  return new Map(
    lines.map(({ name, said }) => [
      name,
      said === "works" ? undefined : said.replace(/^does not work: /, ""),
    ]),
  );
}

function judge(verdicts: Verdicts, hasKvm: boolean): Finding {
  const works = (name: string) =>
    verdicts.has(name) && verdicts.get(name) === undefined;
  const kvm = verdicts.get("kvm") ?? "the runner does not say";
  if (works("kvm")) return ok(NAME, "KVM");
  if (!works("tcg")) {
    const tcg = verdicts.get("tcg") ?? "the runner does not say";
    return problem(NAME, `none works: kvm: ${kvm}; tcg: ${tcg}`, null);
  }
  const slow = "machines are emulated, which is several times slower";
  return hasKvm
    ? warning(NAME, `KVM is there but does not work (${kvm}): ${slow}`, null)
    : warning(
        NAME,
        `there is no /dev/kvm: ${slow}`,
        "modprobe -a kvm_intel kvm_amd",
      );
}
