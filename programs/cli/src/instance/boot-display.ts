/** Showing a person how far the VMs are: a table that is drawn again in its place on a terminal, a line for each change elsewhere. */

import type { Surface } from "../ghaf/surface.ts";
import { renderTable } from "../output/table.ts";
import { visible } from "../output/visible.ts";
import { BOOT_COLUMNS, type BootRow } from "./boot-rows.ts";

export interface BootDisplay {
  show(rows: readonly BootRow[]): void;
}

export function bootDisplay(
  surface: Surface,
  isTerminal: boolean,
): BootDisplay {
  return isTerminal ? liveTable(surface) : changeLines(surface);
}

function liveTable(surface: Surface): BootDisplay {
  let lines = 0;
  let last = "";
  return {
    show: (rows) => {
      const text = renderTable(BOOT_COLUMNS, rows, {
        paint: surface.messagePaint,
      });
      if (text === last) return;
      last = text;
      const back = lines === 0 ? "" : `\x1b[${lines}A\x1b[J`;
      lines = text.split("\n").length - 1;
      surface.show(back + text);
    },
  };
}

/** Seconds alone are no change. */
function changeLines(surface: Surface): BootDisplay {
  const told = new Map<string, string>();
  return {
    show: (rows) => {
      for (const row of rows) {
        const words = [row.state, row.phase, agentWords(row)]
          .filter((word) => word !== "")
          .join(", ");
        if (told.get(row.vm) === words) continue;
        told.set(row.vm, words);
        const time =
          row.seconds === undefined ? "" : ` (${row.seconds.toFixed(1)} s)`;
        surface.tell(visible(`${row.vm}: ${words}${time}`));
      }
    },
  };
}

function agentWords({ agent, state }: BootRow): string {
  switch (agent) {
    case "registered":
      return "agent registered";
    case "answers":
      return "admin answers";
    case "waiting":
      return state === "ready" ? "waiting for its agent" : "";
    case "-":
      return "";
  }
}
