/** In the namespace of one machine: asks for an address, or says something to another machine, as its one argument says. */

import { createSocket } from "node:dgram";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Answer,
  answerOf,
  type Question,
  questionBytes,
} from "./dhcp-message.ts";

export interface Ask extends Omit<Question, "kind"> {
  readonly kinds: readonly Question["kind"][];
  /** An answer is to come. */
  readonly isExpected?: boolean;
}

/** What is dropped is never answered. */
const PATIENCE_MS = 1_500;
/** On a busy machine what is not dropped is answered late; asking again would be counted by the server. */
const EXPECTED_MS = 30_000;

const task: Ask = JSON.parse(process.argv[2] ?? "{}");
const { kinds, isExpected = false, ...rest } = task;
const answers: Answer[] = [];
const socket = createSocket("udp4", (bytes) => {
  const answer = answerOf(bytes);
  if (answer !== undefined) answers.push(answer);
});
socket.bind(68, "0.0.0.0");
await once(socket, "listening");
socket.setBroadcast(true);
for (const kind of kinds) await ask(kind);
socket.close();
process.stdout.write(JSON.stringify(answers));

async function ask(kind: Question["kind"]): Promise<void> {
  const known = answers.length;
  const offer = answers.at(-1);
  const choice =
    kind === "request" && offer !== undefined
      ? { wanted: offer.address, server: offer.server }
      : {};
  const bytes = questionBytes({ ...rest, ...choice, kind });
  socket.send(bytes, 67, "255.255.255.255");
  const end = Date.now() + (isExpected ? EXPECTED_MS : PATIENCE_MS);
  while (answers.length === known && Date.now() < end) await sleep(20);
}
