/** How the demo speaks: chapters, what was done, how long it took. */

export interface Narrator {
  chapter(title: string): void;
  /** A command as one would type it. */
  command(words: readonly string[]): void;
  /** What a command printed, indented. */
  output(text: string): void;
  /** Something that came true, after that many milliseconds. */
  fact(text: string, ms?: number): void;
  note(text: string): void;
}

const WIDTH = 66;

/** A narrator that writes lines; `colour` marks chapters and commands. */
export function createNarrator(
  write: (line: string) => void,
  colour: boolean,
): Narrator {
  const paint = (code: number, text: string) =>
    colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  return {
    chapter: (title) => write(`\n${paint(1, title)}`),
    command: (words) => write(`  ${paint(36, `$ ${words.join(" ")}`)}`),
    output: (text) => {
      for (const line of text.trimEnd().split("\n")) {
        write(`      ${line}`.trimEnd());
      }
    },
    fact: (text, ms) => {
      const time = ms === undefined ? "" : duration(ms);
      write(`  ${paint(32, "✓")} ${text.padEnd(WIDTH)} ${time}`.trimEnd());
    },
    note: (text) => write(`  ${text}`),
  };
}

function duration(ms: number): string {
  return ms < 100 ? `${ms.toFixed(0)} ms` : `${(ms / 1_000).toFixed(2)} s`;
}
