/** QEMU's side of the control socket in memory: the substitute for tests, as well-behaved or hostile as they want it. */

import { Duplex } from "node:stream";
import { isObject } from "./message.ts";

/** What the server does with a command: a value to return, or an error to give. */
export type FakeAnswer =
  | { readonly return: unknown }
  | { readonly error: string }
  /** Never answered. */
  | "silence";

export interface FakeCommand {
  readonly name: string;
  readonly parameters: unknown;
  readonly id: unknown;
}

export class FakeQmpServer {
  /** Every command in its order. */
  readonly commands: FakeCommand[] = [];
  readonly #answers = new Map<string, (command: FakeCommand) => FakeAnswer>();
  readonly #ours: Duplex;
  /** The client's end. */
  readonly stream: Duplex;

  constructor(options: { readonly greets?: boolean } = {}) {
    const [ours, theirs] = pair();
    this.#ours = ours;
    this.stream = theirs;
    let text = "";
    ours.on("data", (chunk: Buffer) => {
      const lines = `${text}${chunk.toString("utf8")}`.split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) this.#take(line);
    });
    ours.on("error", () => undefined);
    this.on("qmp_capabilities", () => ({ return: {} }));
    if (options.greets !== false) {
      this.say({ QMP: { version: {}, capabilities: [] } });
    }
  }

  on(command: string, answer: (command: FakeCommand) => FakeAnswer): void {
    this.#answers.set(command, answer);
  }

  say(message: unknown): void {
    this.sayRaw(`${JSON.stringify(message)}\r\n`);
  }

  sayRaw(text: string): void {
    this.#ours.write(text);
  }

  event(name: string, data: object = {}): void {
    const timestamp = { seconds: 0, microseconds: 0 };
    this.say({ event: name, data, timestamp });
  }

  /** Hangs up, as QEMU does at its end. */
  close(): void {
    this.#ours.end();
  }

  #take(line: string): void {
    const message: unknown = JSON.parse(line);
    if (!isObject(message)) return;
    const command = {
      name: String(message["execute"]),
      parameters: message["arguments"],
      id: message["id"],
    };
    this.commands.push(command);
    const answer = this.#answers.get(command.name)?.(command) ?? {
      error: `The command ${command.name} has not been found`,
    };
    if (answer === "silence") return;
    const { id } = command;
    if ("error" in answer) {
      const error = { class: "GenericError", desc: answer.error };
      this.say({ error, id });
    } else this.say({ return: answer.return, id });
  }
}

/** Two ends of one connection. */
function pair(): [Duplex, Duplex] {
  const end = (other: () => Duplex): Duplex =>
    new Duplex({
      read: () => undefined,
      write: (chunk, _encoding, done) => {
        other().push(chunk);
        done();
      },
      final: (done) => {
        other().push(null);
        done();
      },
    });
  const one: Duplex = end(() => two);
  const two: Duplex = end(() => one);
  return [one, two];
}
