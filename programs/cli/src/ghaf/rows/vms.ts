/** Machines, put together from the rows of their unit, their agent and their applications. */

import { type VmName, vmOfUnit } from "@ghaf/api";
import type { QueryItem } from "@ghaf/client";
import type { Face } from "../../output/render.ts";
import type { Column } from "../../output/table.ts";
import { byName, statusTone } from "./status.ts";

export interface VmRow {
  readonly name: string;
  /** AdmVM, SysVM or AppVM. */
  readonly type: string;
  /** Of the unit on the host; where the host did not register one, of the agent. */
  readonly status: string;
  /** Of the agent inside; null when none has registered. */
  readonly agent: string | null;
  /** How many of its applications run. */
  readonly apps: number;
  /** The unit on the host, or null. */
  readonly unit: string | null;
  readonly description: string;
}

/** One row per VM that the admin knows of; the host is none. */
export function vmRows(items: readonly QueryItem[]): readonly VmRow[] {
  const names = new Set(items.flatMap((item) => vmNameOf(item) ?? []));
  return [...names].map((name) => vmRow(name, items)).sort(byName);
}

/** The VM that a row is about, when it is a VM's unit or a VM's agent. */
function vmNameOf(item: QueryItem): string | undefined {
  if (item.serviceType === "VM") return vmOfUnit(item.name);
  if (item.serviceType !== "Mgr" || item.vmType === "Host") return undefined;
  return /^givc-(.+)\.service$/.exec(item.name)?.[1];
}

function vmRow(name: string, items: readonly QueryItem[]): VmRow {
  const about = items.filter((item) => vmNameOf(item) === name);
  const unit = about.find(({ serviceType }) => serviceType === "VM");
  const agent = about.find(({ serviceType }) => serviceType === "Mgr");
  const apps = items.filter((item) => isRunningApp(item, name));
  const shown = unit ?? agent;
  return {
    name,
    type: shown?.vmType ?? "",
    status: shown?.status ?? "",
    agent: agent?.status ?? null,
    apps: apps.length,
    unit: unit?.name ?? null,
    description: shown?.description ?? "",
  };
}

function isRunningApp(item: QueryItem, vm: string): boolean {
  return (
    item.serviceType === "App" &&
    item.vmName === vm &&
    item.status === "Running"
  );
}

/** How far a VM is on its way: `booting` runs but has no agent yet; `unknown` is not in the registry. */
export type VmPhase = "unknown" | "off" | "booting" | "up";

export function vmPhase(items: readonly QueryItem[], vm: VmName): VmPhase {
  const row = vmRows(items).find(({ name }) => name === vm);
  if (row === undefined) return "unknown";
  if (row.agent === "Running") return "up";
  return row.unit !== null && row.status === "Running" ? "booting" : "off";
}

/** Whether a VM runs as configured now, by its name. */
export type Currencies = ReadonlyMap<string, "current" | "outdated">;

/** The face with that column, for VMs of this machine. */
export function vmFaceWith(currencies: Currencies): Face<VmRow> {
  if (currencies.size === 0) return VM_FACE;
  const of = ({ name }: VmRow) => currencies.get(name);
  const [name, type, status, ...others] = VM_FACE.columns;
  const column: Column<VmRow> = {
    title: "CONFIG",
    text: (row) => of(row) ?? "",
    tone: (row) => (of(row) === "outdated" ? "warning" : "plain"),
  };
  const columns = [name, type, status, column, ...others];
  return {
    ...VM_FACE,
    columns: columns.filter((one) => one !== undefined),
    record: (row) => ({ ...row, configuration: of(row) ?? null }),
  };
}

const VM_FACE: Face<VmRow> = {
  columns: [
    { title: "NAME", text: ({ name }) => name },
    { title: "TYPE", text: ({ type }) => type },
    {
      title: "STATUS",
      text: ({ status }) => status,
      tone: ({ status }) => statusTone(status),
    },
    {
      title: "AGENT",
      text: ({ agent }) => agent ?? "",
      tone: ({ agent }) => statusTone(agent ?? ""),
    },
    { title: "APPS", text: ({ apps }) => String(apps) },
    { title: "UNIT", text: ({ unit }) => unit ?? "", wide: true },
    {
      title: "DESCRIPTION",
      text: ({ description }) => description,
      wide: true,
    },
  ],
  name: ({ name }) => name,
  record: (row) => ({ ...row }),
};
