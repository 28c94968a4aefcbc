/** For tests: a machine that lacks nothing, unless told otherwise. */

import type { Ending, Machine, Run, Surroundings } from "./machine.ts";

export const MEMINFO = `MemTotal:       16000000 kB
MemAvailable:    4194304 kB
`;

const GIB = 2 ** 30;

export function ended(ending: Partial<Ending> = {}): Ending {
  return { code: 0, output: "", complaint: "", ...ending };
}

export interface FakeMachine extends Machine {
  /** What was run, in order. */
  readonly runs: readonly Run[];
}

export interface FakeFacts extends Partial<Omit<Machine, "run">> {
  /** Programs and files that are not there. */
  readonly missing?: readonly string[];
  /** Devices that are not there, or refused. */
  readonly devices?: Readonly<Record<string, "absent" | "refused">>;
  /** Text files. */
  readonly files?: Readonly<Record<string, string>>;
  /** How a program ends, by a word of its command line. */
  readonly endings?: Readonly<Record<string, Ending>>;
}

export function fakeMachine(facts: FakeFacts = {}): FakeMachine {
  const { missing = [], devices = {}, files = {}, endings = {} } = facts;
  const texts: Readonly<Record<string, string>> = {
    "/proc/meminfo": MEMINFO,
    ...files,
  };
  const runs: Run[] = [];
  return {
    userId: 0,
    nodeVersion: "20.19.2",
    architecture: "x64",
    find: async (program) =>
      missing.includes(program) ? undefined : `/usr/bin/${program}`,
    read: async (path) => texts[path],
    list: async (folder) =>
      folder.endsWith("/results")
        ? []
        : ["mirror.example_main_binary-amd64_Packages"],
    device: async (path) => devices[path] ?? "usable",
    freeBytes: async () => 100 * GIB,
    answers: async () => false,
    packageSources: async () => [
      "deb http://mirror.example/debian trixie main",
    ],
    ...facts,
    runs,
    async run(what) {
      runs.push(what);
      const word = what.argv.find((one) => endings[one] !== undefined);
      const told = word === undefined ? undefined : endings[word];
      return told ?? ended({ output: "kvm  works\ntcg  works\n" });
    },
  };
}

export function around(
  facts: FakeFacts = {},
  more: Partial<Surroundings> = {},
): Surroundings {
  return {
    machine: fakeMachine(facts),
    instances: "/var/lib/ghaf/instances",
    images: "/var/lib/ghaf/images",
    runner: ["/usr/bin/ghaf-runner"],
    wanted: undefined,
    ...more,
  };
}
