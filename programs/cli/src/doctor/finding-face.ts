/** How findings are printed. */

import type { Tone } from "../output/colour.ts";
import type { Face } from "../output/render.ts";
import type { Finding, FindingState } from "./finding.ts";

export const FINDING_FACE: Face<Finding> = {
  columns: [
    { title: "CHECK", text: ({ name }) => name },
    {
      title: "STATE",
      text: ({ state }) => state,
      tone: ({ state }) => toneOf(state),
    },
    { title: "WHAT", text: ({ what }) => what },
    { title: "FIX", text: ({ fix }) => fix ?? "", wide: true },
  ],
  name: ({ name }) => name,
  record: ({ name, state, what, fix }) => ({ name, state, what, fix }),
};

function toneOf(state: FindingState): Tone {
  switch (state) {
    case "ok":
      return "good";
    case "warning":
      return "warning";
    case "problem":
      return "bad";
  }
}
