/** The generated source of what options feed: `packages/plan/src/gen/feeds.ts`. */

import { join } from "node:path";
import { checkout } from "../configuration/ghaf.ts";

export const feedsFile = join(checkout, "packages/plan/src/gen/feeds.ts");

const HEAD = `/** What each option feeds, as tests/src/options/probes.test.ts observed it; GHAF_UPDATE_GOLDEN=1 makes it anew. */

export const FEEDS: Readonly<Record<string, readonly string[]>> = {
`;

/** In the order of names. */
export function feedsSource(
  feeds: ReadonlyMap<string, readonly string[]>,
): string {
  const entries = [...feeds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([option, places]) => {
      const lines = places.map((place) => `    ${JSON.stringify(place)},\n`);
      return `  ${JSON.stringify(option)}: [\n${lines.join("")}  ],\n`;
    });
  return `${HEAD}${entries.join("")}};\n`;
}
