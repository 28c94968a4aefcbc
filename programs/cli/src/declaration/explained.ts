/** How a value came about, with lines instead of places, and in words. */

import type {
  ExplainedDefinition,
  Explanation,
  LocatedPlace,
  Place,
} from "@ghaf/module-system";

/** One definition, or the declared default. */
export interface ExplainedLine {
  /** `system.ts:12:9`, or a module's name. */
  readonly place: string;
  /** As a person writes it: `force`, `plain`. */
  readonly priority: string;
  readonly outcome: ExplainedDefinition["outcome"];
  /** Absent: its condition is false, or its function failed. */
  readonly value?: unknown;
}

/** What `ghaf explain` says; the form of its JSON. */
export interface Explained {
  readonly path: string;
  readonly state: Explanation["state"];
  readonly value?: unknown;
  readonly type: string;
  readonly description: string;
  readonly declaredIn: string;
  /** The winners first. */
  readonly definitions: readonly ExplainedLine[];
  /** One sentence. */
  readonly why: string;
  /** Files that a change of it may change, as `machine:path`; `<vm>` is any VM. Absent: none is known. */
  readonly feeds?: readonly string[];
  /** Why nothing reads it in this version. Absent: something does, or it is not the platform's. */
  readonly unrealised?: string;
}

export interface ExplainPorts {
  locate(places: readonly Place[]): Promise<readonly LocatedPlace[]>;
  /** A place as the person reads it. */
  shown(place: LocatedPlace): string;
}

export async function explained(
  explanation: Explanation,
  { locate, shown }: ExplainPorts,
): Promise<Explained> {
  const { path, state, option, definitions } = explanation;
  const places = definitions.map(({ place }) => place);
  const [declared, ...located] = await locate([option.declared, ...places]);
  const lines = definitions.map((definition, index): ExplainedLine => {
    const place = located[index];
    return {
      place: place === undefined ? "" : shown(place),
      priority: priorityWord(definition),
      outcome: definition.outcome,
      ...("value" in definition ? { value: definition.value } : {}),
    };
  });
  return {
    ...{ path, state },
    ...("value" in explanation ? { value: explanation.value } : {}),
    type: option.type.words,
    description: option.description,
    declaredIn: declared === undefined ? "" : shown(declared),
    definitions: lines,
    why: whyOf(explanation, lines),
  };
}

/** machine-design 1: the numbers that have names. */
const WORDS: Readonly<Record<number, string>> = {
  50: "force",
  100: "plain",
  1000: "byDefault",
  1500: "default",
};

const DECLARED = 1500;

function priorityWord({ priority }: ExplainedDefinition): string {
  return WORDS[priority] ?? `priority ${priority}`;
}

function whyOf(
  { state, definitions }: Explanation,
  lines: readonly ExplainedLine[],
): string {
  if (state === "unset") {
    return "It has neither a definition that counts nor a default.";
  }
  if (state === "failed") return "It has no value, because of a problem.";
  const used = lines.filter(({ outcome }) => isUsed(outcome));
  const [winner] = used;
  if (winner === undefined) return "It is what its parts are defined as.";
  const won = definitions[lines.indexOf(winner)];
  if (won?.priority === DECLARED) return defaultSentence(lines);
  return `${winnerSentence(used, winner)}${losersClause(lines, winner)}.`;
}

function isUsed(outcome: ExplainedDefinition["outcome"]): boolean {
  return outcome === "used" || outcome === "merged";
}

function defaultSentence(lines: readonly ExplainedLine[]): string {
  const off = lines.some(({ outcome }) => outcome === "condition-false");
  return off
    ? "No definition counts, because no condition holds, so it is the declared default."
    : "Nothing defines it, so it is the declared default.";
}

function winnerSentence(
  used: readonly ExplainedLine[],
  winner: ExplainedLine,
): string {
  if (used.length === 1) return `The definition at ${winner.place} won`;
  const parts = used.map(contribution).filter((text) => text !== "");
  if (parts.length === 0) {
    return `The ${used.length} definitions of priority ${winner.priority} agree`;
  }
  return `${used.length} definitions are put together in this order: ${parts.join(", ")}`;
}

/** What of a list comes from one definition. */
function contribution({ value, place }: ExplainedLine): string {
  if (!Array.isArray(value)) return "";
  const items = value.length === 1 ? "1 item" : `${value.length} items`;
  return `${items} from ${place}`;
}

function losersClause(
  lines: readonly ExplainedLine[],
  winner: ExplainedLine,
): string {
  const losers = lines.filter(({ outcome }) => outcome === "overridden");
  const priorities = [...new Set(losers.map(({ priority }) => priority))];
  if (priorities.length > 0) {
    return `; ${winner.priority} is stronger than ${enumerated(priorities)}`;
  }
  const isAlone = lines.length === 1;
  return isAlone ? "; it is the only one" : "";
}

/** `a, b and c`. */
function enumerated(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  const first = words.slice(0, -1).join(", ");
  return first === "" ? last : `${first} and ${last}`;
}
