/** A GET over plain HTTP with a deadline and a largest answer. */

import { get, type IncomingMessage } from "node:http";
import { withDeadline } from "@ghaf/client";
import { CliError } from "../ghaf/cli-error.ts";

const TIMEOUT_MS = 10_000;
const LARGEST_ANSWER = 1_024 * 1_024;

/** @returns the body of a 200. @throws CliError `failed` for every other end */
export async function httpGet(url: URL, signal: AbortSignal): Promise<string> {
  try {
    return await withDeadline(TIMEOUT_MS, [signal], (limit) =>
      get200(url, limit),
    );
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    const reason = reasonOf(cause, signal.aborted);
    throw new CliError("failed", `cannot get ${url}: ${reason}`, { cause });
  }
}

/** Node says of every wait that was ended only that it was. */
function reasonOf(cause: unknown, isInterrupted: boolean): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name !== "AbortError") return cause.message;
  return isInterrupted ? "interrupted" : `no answer in ${TIMEOUT_MS} ms`;
}

async function get200(url: URL, signal: AbortSignal): Promise<string> {
  const response = await request(url, signal);
  if (response.statusCode === 200) return await readBody(response, url);
  response.destroy();
  throw new CliError("failed", `${url} answered ${response.statusCode}`);
}

function request(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { signal, agent: false }, resolve).on("error", reject);
  });
}

async function readBody(response: IncomingMessage, url: URL): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) {
      throw new CliError(
        "failed",
        `${url} answered more than ${LARGEST_ANSWER} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
