/** A file that some program reads, on the host or in a VM: the only thing that a plan hands on (decision D6). */

export interface Artifact {
  /** The machine whose file it is: the host's name, or a VM's. */
  readonly system: string;
  /** Absolute. */
  readonly path: string;
  /** Octal: `0644`. */
  readonly mode: string;
  readonly text: string;
  /** Absent: the plan itself. */
  readonly by?: "guest module";
}

/** What everybody on its machine may read. */
export function publicFile(
  system: string,
  path: string,
  text: string,
): Artifact {
  return { system, path, mode: "0644", text };
}

/** As programs print JSON for people: keys in order of the message, two blanks. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
