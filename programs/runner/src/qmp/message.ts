/** What QEMU says on its control socket, parsed (QEMU Machine Protocol specification, section 2). */

import { firstLine } from "@ghaf/daemon";
import { RunnerError } from "../errors.ts";

export type QmpMessage =
  | { readonly kind: "greeting" }
  | { readonly kind: "event"; readonly event: QmpEvent }
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "refusal"; readonly id: number; readonly reason: string };

export interface QmpEvent {
  /** SHUTDOWN, VSERPORT_CHANGE, … */
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** @throws RunnerError `protocol` */
export function parseQmpMessage(untrusted: string): QmpMessage {
  const message = parseObject(untrusted);
  if (message["QMP"] !== undefined) return { kind: "greeting" };
  const name = message["event"];
  if (typeof name === "string") {
    const data = isObject(message["data"]) ? message["data"] : {};
    return { kind: "event", event: { name, data } };
  }
  const id = message["id"];
  const isAnswer = "return" in message || isObject(message["error"]);
  if (!isAnswer || typeof id !== "number") {
    // An error without id: QEMU did not understand what we sent.
    throw unexpected(`neither event nor answer: ${untrusted}`);
  }
  return isObject(message["error"])
    ? { kind: "refusal", id, reason: describe(message["error"]) }
    : { kind: "answer", id, value: message["return"] };
}

function parseObject(untrusted: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(untrusted);
  } catch (cause) {
    throw unexpected(`not JSON: ${untrusted}`, cause);
  }
  if (isObject(value)) return value;
  throw unexpected(`not an object: ${untrusted}`);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(error: Readonly<Record<string, unknown>>): string {
  return typeof error["desc"] === "string"
    ? firstLine(error["desc"])
    : "without a reason";
}

function unexpected(what: string, cause?: unknown): RunnerError {
  const text = `QEMU's control socket said what is not QMP: ${firstLine(what)}`;
  return new RunnerError("protocol", text, { cause });
}
