/** How far each VM of an instance is: the row of the table that `ghaf up` shows. */

import type { QueryItem } from "@ghaf/client";
import type { Placement } from "@ghaf/plan";
import type { Tone } from "../output/colour.ts";
import type { Column } from "../output/table.ts";
import type { VmFacts } from "./state.ts";

/** `-`: it has none and needs none. */
export type AgentState = "registered" | "waiting" | "answers" | "-";

export interface BootRow {
  readonly vm: string;
  readonly state: string;
  /** What the guest or its runner said last. */
  readonly phase: string;
  readonly seconds: number | undefined;
  readonly address: string;
  readonly agent: AgentState;
  /** There is nothing more to wait for. */
  readonly isUp: boolean;
  /** Why it will not come up as it is; undefined: it may. */
  readonly failure: string | undefined;
}

export interface BootFacts {
  readonly placement: Placement;
  /** Undefined: its runner has not begun. */
  readonly facts: VmFacts | undefined;
  /** What the admin knows; undefined: it does not answer yet. */
  readonly items: readonly QueryItem[] | undefined;
  /** Ends of this VM that were seen since the wait began. */
  readonly failures: number;
}

export function bootRow(boot: BootFacts, nowUnixMs: number): BootRow {
  const { placement, facts } = boot;
  const { vm, address } = placement;
  const agent = agentState(boot);
  const isDone = agent !== "waiting";
  const off = vm.autostart ? "waiting" : "off";
  return {
    ...{ vm: vm.name, address, agent },
    state: facts?.phase ?? off,
    phase: phaseText(facts),
    seconds: secondsOf(facts, nowUnixMs),
    isUp: !vm.autostart || (facts?.phase === "ready" && isDone),
    failure: failureOf(boot),
  };
}

function agentState({ placement, items }: BootFacts): AgentState {
  const { vm } = placement;
  if (vm.role === "admin") return items === undefined ? "waiting" : "answers";
  if (vm.agent === null || !vm.autostart) return "-";
  const row = items?.find(
    ({ name, status }) =>
      name === `givc-${vm.name}.service` && status === "Running",
  );
  return row === undefined ? "waiting" : "registered";
}

function phaseText(facts: VmFacts | undefined): string {
  if (facts === undefined) return "";
  const { outcome, status } = facts;
  return outcome === undefined ? status : outcome.reason || outcome.kind;
}

/** Until it was ready; of one that is not, until now. */
function secondsOf(
  facts: VmFacts | undefined,
  nowUnixMs: number,
): number | undefined {
  if (facts === undefined || facts.phase === "ended") return undefined;
  const until = facts.readyUnixMs ?? nowUnixMs;
  return Math.max(0, (until - facts.startedUnixMs) / 1_000);
}

const MOST_FAILURES = 2;

/** What cannot be started at all is not tried for ever. */
function failureOf({ facts, failures }: BootFacts): string | undefined {
  const outcome = facts?.outcome;
  if (outcome === undefined || facts?.phase !== "ended") return undefined;
  const isHopeless = outcome.kind === "failed" || failures >= MOST_FAILURES;
  return isHopeless ? outcome.reason || outcome.kind : undefined;
}

export const BOOT_COLUMNS: readonly Column<BootRow>[] = [
  { title: "VM", text: ({ vm }) => vm },
  { title: "STATE", text: ({ state }) => state, tone: stateTone },
  { title: "PHASE", text: ({ phase }) => phase },
  {
    title: "SECONDS",
    text: ({ seconds }) => (seconds === undefined ? "" : seconds.toFixed(1)),
  },
  { title: "ADDRESS", text: ({ address }) => address },
  { title: "AGENT", text: ({ agent }) => (agent === "-" ? "" : agent) },
];

function stateTone({ state, isUp, failure }: BootRow): Tone {
  if (failure !== undefined) return "bad";
  if (isUp && state === "ready") return "good";
  return state === "off" ? "plain" : "warning";
}
