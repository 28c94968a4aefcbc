/** `ctap`: one operation of a security key, its payload from stdin, its answer raw to stdout. */

import { CliError } from "../../ghaf/cli-error.ts";
import type { Context } from "../context.ts";

/** A message may not be larger (gRPC's default), and this one holds little else. */
const LARGEST_PAYLOAD = 4 * 1_024 * 1_024 - 1_024;

/** @param operation `op`, or `op+arg` */
export async function ctap(context: Context, operation: string): Promise<void> {
  const plus = operation.indexOf("+");
  const name = plus === -1 ? operation : operation.slice(0, plus);
  const args = plus === -1 ? [] : [operation.slice(plus + 1)];
  const payload = await readPayload(context.io.stdin);
  const { signal } = context.io;
  const admin = await context.admin();
  const request = { operation: name, args, payload };
  await context.print(await admin.ctap(request, { signal }));
}

async function readPayload(
  stdin: AsyncIterable<Uint8Array>,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    size += chunk.length;
    if (size > LARGEST_PAYLOAD) {
      throw new CliError(
        "failed",
        `more than ${LARGEST_PAYLOAD} bytes on standard input`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
