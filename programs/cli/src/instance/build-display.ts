/** Telling a person what a build of images does, what was there already, and what it makes. */

import type { Surface } from "../ghaf/surface.ts";
import type { BuildEvent } from "./images.ts";

const MIB = 1024 * 1024;

/** One line a step; steps that were found say so once at the end, by `finish`. */
export function buildDisplay(surface: Surface) {
  const since = new Map<string, number>();
  let made = 0;
  let found = 0;
  const begun = performance.now();
  const secondsSince = (start: number) =>
    `${((performance.now() - start) / 1_000).toFixed(1)} s`;
  return {
    tell: (event: BuildEvent) => {
      if (event.kind === "resolving") {
        surface.tell("images: asking the mirror for versions of packages…");
        return;
      }
      const { image, step } = event;
      const key = `${image} ${step.step}`;
      switch (step.state) {
        case "started":
          since.set(key, performance.now());
          return;
        case "fetching":
          surface.tell(
            `image ${image}: fetching ${step.count} packages, ${mib(step.bytes)}…`,
          );
          return;
        case "found":
          found += 1;
          return;
        case "made": {
          made += 1;
          const took = secondsSince(since.get(key) ?? begun);
          surface.tell(
            `image ${image}: ${step.step} made in ${took}, ${mib(step.bytes)}`,
          );
          return;
        }
      }
    },
    finish: () => {
      const what =
        made === 0 ? "unchanged" : `${made} steps made, ${found} found`;
      surface.tell(`images: ${what} (${secondsSince(begun)})`);
    },
  };
}

function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}
