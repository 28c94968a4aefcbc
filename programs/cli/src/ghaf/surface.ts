/** Where a command talks: data to stdout, everything meant for a person to stderr. */

import type { Environment } from "../connection/environment.ts";
import { type Paint, paintFor } from "../output/colour.ts";
import { visible } from "../output/visible.ts";
import type { Output } from "./io.ts";

export interface Surface {
  /** Data, as it is. */
  print(text: string): Promise<void>;
  /** One line for a person, whatever becomes of it; texts of others in it are made visible. */
  tell(line: string): void;
  /** Resolves when everything told is written. */
  flush(): Promise<void>;
  /** Colours for what `print` gets. */
  readonly paint: Paint;
}

export function createSurface(
  env: Environment,
  stdout: Output,
  stderr: Output,
): Surface {
  const { isTerminal } = stdout;
  const { NO_COLOR, TERM } = env;
  let told: Promise<void> = Promise.resolve();
  return {
    print: async (text) => {
      if (text !== "") await stdout.write(text);
    },
    tell: (line) => {
      const written = stderr.write(`${visible(line)}\n`);
      told = Promise.all([told, written]).then(nothing, nothing);
    },
    flush: () => told,
    paint: paintFor({ isTerminal, NO_COLOR, TERM }),
  };
}

function nothing(): void {}
