/** Applications, picked out of the registry's rows, and how `ghaf app list` shows them. */

import { parseAppInstance } from "@ghaf/api";
import type { QueryItem } from "@ghaf/client";
import type { Face } from "../../output/render.ts";
import { byName, statusTone } from "./status.ts";

export interface AppRow {
  /** The instance, `foot@0.service`. */
  readonly name: string;
  /** `foot`; empty when the name is no instance of anything. */
  readonly app: string;
  readonly vm: string;
  readonly status: string;
  readonly trustLevel: string;
  readonly description: string;
}

/** @param vm only the applications of that VM; undefined means all */
export function appRows(
  items: readonly QueryItem[],
  vm?: string,
): readonly AppRow[] {
  return items
    .filter(({ serviceType }) => serviceType === "App")
    .filter(({ vmName }) => vm === undefined || vmName === vm)
    .map(appRow)
    .sort(byName);
}

function appRow(item: QueryItem): AppRow {
  return {
    name: item.name,
    app: parseAppInstance(item.name)?.app ?? "",
    vm: item.vmName ?? "",
    status: item.status,
    trustLevel: item.trustLevel,
    description: item.description,
  };
}

export const APP_FACE: Face<AppRow> = {
  columns: [
    { title: "NAME", text: ({ name }) => name },
    { title: "APP", text: ({ app }) => app },
    { title: "VM", text: ({ vm }) => vm },
    {
      title: "STATUS",
      text: ({ status }) => status,
      tone: ({ status }) => statusTone(status),
    },
    { title: "TRUST", text: ({ trustLevel }) => trustLevel, wide: true },
    {
      title: "DESCRIPTION",
      text: ({ description }) => description,
      wide: true,
    },
  ],
  name: ({ name }) => name,
  record: (row) => ({ ...row }),
};
