/** How the state of one unit is shown by `ghaf unit status`. */

import type { UnitStatus } from "@ghaf/api";
import type { Tone } from "../../output/colour.ts";
import type { Face } from "../../output/render.ts";

export interface UnitRow {
  readonly vm: string;
  readonly status: UnitStatus;
}

export const UNIT_FACE: Face<UnitRow> = {
  columns: [
    { title: "UNIT", text: ({ status }) => status.name },
    { title: "VM", text: ({ vm }) => vm },
    { title: "LOAD", text: ({ status }) => status.loadState },
    {
      title: "ACTIVE",
      text: ({ status }) => `${status.activeState} (${status.subState})`,
      tone: ({ status }) => activeTone(status.activeState),
    },
    { title: "FREEZER", text: ({ status }) => status.freezerState },
    { title: "DESCRIPTION", text: ({ status }) => status.description },
    { title: "PATH", text: ({ status }) => status.path, wide: true },
  ],
  name: ({ status }) => status.name,
  record: ({ vm, status }) => ({
    name: status.name,
    vm,
    description: status.description,
    loadState: status.loadState,
    activeState: status.activeState,
    subState: status.subState,
    freezerState: status.freezerState,
    path: status.path,
  }),
};

function activeTone(activeState: string): Tone {
  if (activeState === "active") return "good";
  return activeState === "failed" ? "bad" : "plain";
}
