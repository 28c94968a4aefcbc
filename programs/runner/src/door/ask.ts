/** Asking the runner of a VM for something, as the commands of ghaf-runner do. */

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { RunnerError, systemCode } from "../errors.ts";
import { LineSplitter } from "../lines/line-splitter.ts";
import { DOOR } from "./door.ts";
import { type GoodAnswer, parseAnswer, type Request } from "./request.ts";

export interface Asked {
  readonly answer: GoodAnswer;
  /** Open as long as the request lasts. */
  readonly stream: Socket;
  /** What came right behind the answer. */
  readonly rest: Buffer;
}

const LONGEST_ANSWER = 4096;

/** @throws RunnerError `missing-file` without a runner, `qemu` with the reason of its refusal */
export async function askRunner(
  stateDir: string,
  request: Request,
): Promise<Asked> {
  const stream = await reach(stateDir);
  stream.write(`${JSON.stringify(request)}\n`);
  const { line, rest } = await firstLine(stream);
  const answer = parseAnswer(line);
  if (answer.ok) return { answer, stream, rest };
  stream.destroy();
  throw new RunnerError("qemu", answer.reason);
}

async function reach(stateDir: string): Promise<Socket> {
  const stream = connect({ path: join(stateDir, DOOR) });
  try {
    await once(stream, "connect");
    stream.on("error", () => stream.destroy());
    return stream;
  } catch (cause) {
    const isAbsent = ["ENOENT", "ECONNREFUSED"].includes(systemCode(cause));
    if (!isAbsent) throw cause;
    const text = "no runner works here: the VM is off";
    throw new RunnerError("missing-file", text, { value: stateDir, cause });
  }
}

function firstLine(
  stream: Socket,
): Promise<{ readonly line: string; readonly rest: Buffer }> {
  const splitter = new LineSplitter(LONGEST_ANSWER);
  return new Promise((resolve, reject) => {
    const lost = () => {
      reject(new RunnerError("qemu", "the runner ended without an answer"));
    };
    const read = (chunk: Buffer) => {
      const end = chunk.indexOf(0x0a) + 1;
      const [line] = splitter.push(end === 0 ? chunk : chunk.subarray(0, end));
      if (line === undefined) return;
      stream.off("data", read).off("close", lost).pause();
      const text = typeof line === "string" ? line : "";
      resolve({ line: text, rest: chunk.subarray(end) });
    };
    stream.on("data", read).once("close", lost);
  });
}
