/** How `ghaf status` shows the admin and what it looks after. */

import type { QueryItem } from "@ghaf/client";
import type { Face } from "../../output/render.ts";
import type { Column } from "../../output/table.ts";

/** How many rows have which status, by the words of the admin. */
export type StatusCounts = Readonly<Record<string, number>>;

export interface Warning {
  /** For programs. */
  readonly code: string;
  /** For people. */
  readonly text: string;
}

/** Null stands for what an admin without `ghaf.status.v1` does not say. */
export interface StatusReport {
  readonly name: string;
  readonly address: string;
  readonly version: string | null;
  readonly bootId: string | null;
  readonly uptimeSeconds: number | null;
  readonly sessions: number | null;
  readonly watchers: number | null;
  readonly vms: StatusCounts;
  readonly agents: StatusCounts;
  readonly apps: StatusCounts;
  readonly services: StatusCounts;
  readonly warnings: readonly Warning[];
}

const STATUS_ORDER: readonly string[] = ["Running", "Paused", "PoweredOff"];

export function countByStatus(items: readonly QueryItem[]): StatusCounts {
  const words = [...new Set(items.map(({ status }) => status))];
  const known = STATUS_ORDER.filter((word) => words.includes(word));
  const newer = words.filter((word) => !STATUS_ORDER.includes(word)).sort();
  const count = (word: string) =>
    items.filter(({ status }) => status === word).length;
  return Object.fromEntries(
    [...known, ...newer].map((word) => [word, count(word)]),
  );
}

/** One line per fact, then one per warning. */
export function statusFace(report: StatusReport): Face<StatusReport> {
  return {
    columns: [
      ...FACTS,
      ...report.warnings.map(({ code, text }) => ({
        title: "WARNING",
        text: () => `${code}: ${text}`,
        tone: () => "warning" as const,
      })),
    ],
    name: ({ name }) => name,
    record: (whole) => ({ reachable: true, ...whole }),
  };
}

const FACTS: readonly Column<StatusReport>[] = [
  { title: "ADMIN", text: ({ name, address }) => `${name} at ${address}` },
  { title: "VERSION", text: ({ version }) => version ?? "unknown" },
  { title: "UP", text: ({ uptimeSeconds }) => duration(uptimeSeconds) },
  { title: "VMS", text: ({ vms }) => sentence(vms) },
  { title: "AGENTS", text: ({ agents }) => sentence(agents) },
  { title: "APPS", text: ({ apps }) => sentence(apps) },
  { title: "SERVICES", text: ({ services }) => sentence(services) },
  { title: "SESSIONS", text: ({ sessions }) => shown(sessions), wide: true },
  { title: "WATCHERS", text: ({ watchers }) => shown(watchers), wide: true },
  { title: "BOOT", text: ({ bootId }) => bootId ?? "unknown", wide: true },
];

/** What is said when nobody answered. */
export interface UnreachableReport {
  readonly name: string;
  readonly address: string;
  readonly error: string;
}

export const unreachableFace: Face<UnreachableReport> = {
  columns: [],
  name: ({ name }) => name,
  record: (report) => ({ reachable: false, ...report }),
};

/** "2 Running, 1 PoweredOff". */
function sentence(counts: StatusCounts): string {
  const words = Object.entries(counts).map(
    ([word, count]) => `${count} ${word}`,
  );
  return words.join(", ") || "none";
}

function shown(count: number | null): string {
  return count === null ? "unknown" : String(count);
}

/** The two largest parts: "3 d 4 h", "5 min 6 s". */
function duration(seconds: number | null): string {
  if (seconds === null) return "unknown";
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3_600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [Math.floor(seconds) % 60, "s"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first === -1 ? 3 : first)
    .slice(0, 2)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}
