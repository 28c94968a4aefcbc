/** The few colours that carry meaning: how well something is, or whose it is. Off wherever they could reach a file. */

export type Tone =
  | "good"
  | "bad"
  | "warning"
  | "quiet"
  | "strong"
  | "plain"
  | Hue;

/** Colours that only tell one thing from another. */
export const HUES = [
  "cyan",
  "magenta",
  "blue",
  "bright-cyan",
  "bright-magenta",
  "bright-blue",
] as const;

export type Hue = (typeof HUES)[number];

/** Puts a tone on a text, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string;

/** SGR parameters, ECMA-48 8.3.117. */
const CODES: Readonly<Record<Tone, string>> = {
  good: "32",
  bad: "31",
  warning: "33",
  quiet: "2",
  strong: "1",
  plain: "",
  cyan: "36",
  magenta: "35",
  blue: "34",
  "bright-cyan": "96",
  "bright-magenta": "95",
  "bright-blue": "94",
};

/** What decides on colours: https://no-color.org, and that somebody is looking. */
export interface Surroundings {
  readonly isTerminal: boolean;
  readonly NO_COLOR: string | undefined;
  readonly TERM: string | undefined;
}

export function paintFor(surroundings: Surroundings): Paint {
  const { isTerminal, NO_COLOR, TERM } = surroundings;
  return isTerminal && !NO_COLOR && TERM !== "dumb" ? paint : plain;
}

export const plain: Paint = (_tone, text) => text;

const paint: Paint = (tone, text) =>
  CODES[tone] === "" || text === ""
    ? text
    : `\u001b[${CODES[tone]}m${text}\u001b[0m`;
