/** How a command that did not succeed ends: its text on stderr and its exit code (control-plane specification 4.4). */

import { ControlError } from "@ghaf/client";
import { CommanderError } from "commander";
import { CliError } from "../ghaf/cli-error.ts";
import { visibleLines } from "../output/visible.ts";

export interface Report {
  /** With its final newline. */
  readonly text: string;
  readonly exitCode: 1 | 2;
}

interface Parts {
  readonly message: string;
  /** Outer to inner. */
  readonly causes: readonly string[];
  readonly hints: readonly string[];
}

/** @param adminPlace where the admin was looked for, if it was */
export function reportOf(error: unknown, adminPlace?: string): Report {
  const text = visibleLines(format(partsOf(error, adminPlace)));
  return { text: `${text}\n`, exitCode: isUsage(error) ? 2 : 1 };
}

function isUsage(error: unknown): boolean {
  if (error instanceof CommanderError) return true;
  return (
    error instanceof CliError &&
    (error.code === "usage" || error.code === "configuration")
  );
}

function partsOf(error: unknown, adminPlace: string | undefined): Parts {
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, "");
    return { message, causes: [], hints: ["try: givc-cli --help"] };
  }
  if (error instanceof CliError) return error;
  if (error instanceof ControlError) {
    const { message, causes } = error;
    return { message, causes, hints: placeHint(error, adminPlace) };
  }
  const [message = "", ...causes] = messagesOf(error);
  return { message, causes, hints: [] };
}

/** Only where the question is whom we asked. */
function placeHint({ code }: ControlError, place?: string): readonly string[] {
  const asks = code === "unavailable" || code === "deadline-exceeded";
  return asks && place !== undefined ? [`the admin asked was ${place}`] : [];
}

function format({ message, causes, hints }: Parts): string {
  const [only, ...more] = causes;
  const list =
    more.length === 0
      ? causes.map(() => `    ${only}`)
      : causes.map((cause, at) => `    ${at}: ${cause}`);
  const because = list.length === 0 ? [] : ["", "Caused by:", ...list];
  const next = hints.length === 0 ? [] : ["", ...hints];
  return [`Error: ${message}`, ...because, ...next].join("\n");
}

function messagesOf(error: unknown): readonly string[] {
  const messages: string[] = [];
  const seen = new Set<unknown>();
  for (let at = error; at !== undefined && !seen.has(at); ) {
    seen.add(at);
    messages.push(at instanceof Error ? at.message : String(at));
    at = at instanceof Error ? at.cause : undefined;
  }
  return messages;
}
