/** The commands of ghaf-runner that another runner carries out: asked for, and their answers shown. */

import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { joinTerminal, type Terminal } from "../console/terminal.ts";
import { RunnerError, reasonOf } from "../errors.ts";
import type { AskingCommand } from "../flags.ts";
import { type Asked, askRunner } from "./ask.ts";

/**
 * The working directory is the state directory of the VM.
 * @throws RunnerError with the reason for which it did not happen
 */
export async function carryOut(
  command: AskingCommand,
  terminal: Terminal,
): Promise<void> {
  const { kind } = command;
  switch (kind) {
    case "pause":
    case "resume": {
      await askRunner(".", { do: kind });
      return;
    }
    case "shutdown": {
      const { stream } = await askRunner(".", { do: kind });
      await once(stream.resume(), "close");
      return;
    }
    case "balloon": {
      const { mib } = command;
      const { answer } = await askRunner(".", { do: kind, mib });
      terminal.stdout.write(`${answer.mib}\n`);
      return;
    }
    case "screendump": {
      const { file, format } = command;
      await save(await askRunner(".", { do: kind, format }), file);
      return;
    }
    case "console": {
      const { stream, rest } = await askRunner(".", { do: kind });
      terminal.stdout.write(rest);
      await joinTerminal(stream, terminal);
      return;
    }
  }
}

/** Half a picture is none. */
async function save(
  { answer, stream, rest }: Asked,
  file: string,
): Promise<void> {
  const chunks: Buffer[] = [rest];
  for await (const chunk of stream) chunks.push(chunk);
  const picture = Buffer.concat(chunks);
  if (picture.length !== answer.bytes) {
    throw new RunnerError("qemu", "the runner ended before the whole picture");
  }
  try {
    await writeFile(file, picture);
  } catch (cause) {
    const text = `${file} cannot be written: ${reasonOf(cause)}`;
    throw new RunnerError("missing-file", text, { value: file, cause });
  }
}
