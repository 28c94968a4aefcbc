/** A machine for tests and simulations: its units in memory, its time standing still. */

import {
  agentUnit,
  parseAppName,
  parseUnitName,
  type UnitName,
} from "@ghaf/api";
import type {
  ResolvedAgentConfig,
  ResolvedApplication,
} from "@ghaf/api/config";
import { createLogger, type Logger, MemoryJournal } from "@ghaf/daemon";
import type { AgentPorts } from "./agent.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeLocaleControl } from "./locale/fake-locale-control.ts";
import { FakeProcFs } from "./stats/fake-proc-fs.ts";
import { createFakeTools } from "./stats/fake-tools.ts";
import { FakeUnits, type FakeUnitsOptions } from "./systemd/fake-units.ts";

export interface FakeMachineOptions extends FakeUnitsOptions {
  /** Configured units by name with their type numbers; each exists. */
  readonly configured?: Readonly<Record<string, number>>;
  readonly applications?: readonly ResolvedApplication[];
}

export interface FakeMachine {
  readonly config: ResolvedAgentConfig;
  readonly units: FakeUnits;
  readonly clock: FakeClock;
  readonly log: Logger;
  /** Every line that was logged. */
  readonly lines: string[];
  /** All ports of an agent but the one to the admin. */
  readonly ports: Omit<AgentPorts, "dial">;
}

/** `app-vm`, with the units and applications that are asked for. */
export function fakeMachine(options: FakeMachineOptions = {}): FakeMachine {
  const configured = Object.entries(options.configured ?? {}).map(
    ([name, type]) => [parseUnitName(name), type] as const,
  );
  const files = configured.map(([name]) => ({ name }));
  const units = new FakeUnits({
    ...options,
    units: [...files, ...(options.units ?? [])],
  });
  const config = fakeConfig(new Map(configured), options.applications ?? []);
  const clock = new FakeClock();
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const log = createLogger({ level: "debug", write, journal: false });
  let epochs = 0;
  const ports = {
    config,
    units,
    clock,
    log,
    random: () => 0.5,
    newEpoch: () => `epoch-${++epochs}`,
    locale: new FakeLocaleControl(),
    procFs: new FakeProcFs(),
    tools: createFakeTools({}),
    journal: new MemoryJournal(),
    environment: { PATH: "/bin", GIVC_LOG: "debug" },
    version: "givc-agent test",
  };
  return { config, units, clock, log, lines, ports };
}

/** Lets the machine's time pass in small steps until that is so; half a minute at most. */
export async function until(
  machine: FakeMachine,
  isSo: () => boolean,
): Promise<void> {
  for (let step = 0; step < 3_000; step += 1) {
    if (isSo()) return;
    await machine.clock.advance(10);
  }
  throw new Error(`never came true: ${isSo}`);
}

/** An application whose command is `/bin/<name>`. */
export function fakeApplication(
  name: string,
  more: Partial<ResolvedApplication> = {},
): ResolvedApplication {
  return {
    name: parseAppName(name),
    command: `/bin/${name}`,
    args: [],
    directories: [],
    instances: "guess",
    ...more,
  };
}

function fakeConfig(
  units: ReadonlyMap<UnitName, number>,
  applications: readonly ResolvedApplication[],
): ResolvedAgentConfig {
  return {
    identity: {
      name: "app-vm",
      unit: agentUnit("app-vm"),
      type: 12,
      subType: 13,
      parent: parseUnitName("microvm@app-vm.service"),
    },
    network: {
      admin: transport("admin-vm", "127.0.0.10", 9001),
      agent: transport("app-vm", "127.0.0.20", 9000),
      tls: undefined,
    },
    units,
    applications,
    enabled: [],
    accessControl: { enable: false, rulesFile: "" },
    supervisor: { kind: "systemd", units: [], logFolder: undefined },
    warnings: [],
  };
}

function transport(name: string, host: string, port: number) {
  return {
    name,
    endpoint: { kind: "tcp", host, port } as const,
    strings: { protocol: "tcp", address: host, port: String(port) },
  };
}
