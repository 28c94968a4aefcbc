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
  /** Whole lines for a person that are safe already, with colours from `messagePaint`. */
  show(text: string): void;
  /** Resolves when everything told and shown is written. */
  flush(): Promise<void>;
  /** Colours for what `print` gets. */
  readonly paint: Paint;
  /** Colours for what `show` gets. */
  readonly messagePaint: Paint;
}

export function createSurface(
  env: Environment,
  stdout: Output,
  stderr: Output,
): Surface {
  const { NO_COLOR, TERM } = env;
  const paintOf = ({ isTerminal }: Output) =>
    paintFor({ isTerminal, NO_COLOR, TERM });
  let told: Promise<void> = Promise.resolve();
  const show = (text: string) => {
    if (text === "") return;
    told = Promise.all([told, stderr.write(text)]).then(nothing, nothing);
  };
  return {
    print: async (text) => {
      if (text !== "") await stdout.write(text);
    },
    tell: (line) => show(`${visible(line)}\n`),
    show,
    flush: () => told,
    paint: paintOf(stdout),
    messagePaint: paintOf(stderr),
  };
}

function nothing(): void {}
