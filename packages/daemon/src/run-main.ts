/** The frame of a program: from its command line to its exit status. */

/** What every program can be asked for. */
export type Informing =
  | { readonly kind: "help" }
  | { readonly kind: "version" };

export interface Program<Command extends { readonly kind: string }> {
  readonly name: string;
  readonly version: string;
  readonly usage: string;
  /** @throws Error that says what is wrong */
  readonly parse: (untrustedArguments: readonly string[]) => Command;
  /** @returns the exit status */
  readonly main: (command: Exclude<Command, Informing>) => Promise<number>;
  /** Its message is enough; of others the stack is wanted. */
  readonly isOwn: (error: Error) => boolean;
}

/** `process`, but in tests. */
export interface MainProcess {
  readonly argv: readonly string[];
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  exit(status: number): unknown;
}

const FAILED = 1;
const BAD_USAGE = 2;
/** Interpreter and file. */
const WORDS_BEFORE = 2;

/** Ends the process. */
export async function runMain<Command extends { readonly kind: string }>(
  self: MainProcess,
  program: Program<Command>,
): Promise<void> {
  self.exit(await statusOf(self, program));
}

async function statusOf<Command extends { readonly kind: string }>(
  { argv, stdout, stderr }: MainProcess,
  program: Program<Command>,
): Promise<number> {
  const { name, version, usage, main } = program;
  const complain = (error: unknown, more = "") => {
    stderr.write(`${name}: ${described(error, program.isOwn)}\n${more}`);
  };
  let command: Command;
  try {
    command = program.parse(argv.slice(WORDS_BEFORE));
  } catch (error) {
    complain(error, usage);
    return BAD_USAGE;
  }
  if (isInforming(command)) {
    stdout.write(command.kind === "help" ? usage : `${name} ${version}\n`);
    return 0;
  }
  try {
    return await main(command as Exclude<Command, Informing>);
  } catch (error) {
    complain(error);
    return FAILED;
  }
}

function isInforming(command: { readonly kind: string }): boolean {
  return command.kind === "help" || command.kind === "version";
}

function described(error: unknown, isOwn: (error: Error) => boolean): string {
  if (!(error instanceof Error)) return `${error}`;
  return isOwn(error) ? error.message : (error.stack ?? error.message);
}
