/** The configuration that the agent starts with: from the file that it was given, or the environment. */

import { readFile } from "node:fs/promises";
import { ApiError } from "@ghaf/api";
import {
  type Environment,
  isAgentConfig2024,
  isAgentEnvironment2024,
  type ResolvedAgentConfig,
  readAgentConfig,
  readAgentConfig2024,
  readAgentEnvironment2024,
} from "@ghaf/api/config";
import { AgentError } from "../errors.ts";
import { findJsonMistake } from "./json-mistake.ts";

export interface LoadedConfig {
  readonly config: ResolvedAgentConfig;
  /** Set when an old form was translated: the translation, for the log. */
  readonly notice: string | undefined;
  /** An old form asked for debug output, which is a flag today. */
  readonly debug: boolean;
}

/** No configuration is near this; a wrong path should not fill the memory. */
const LARGEST_FILE = 4 * 1024 * 1024;

/**
 * Reads a file in today's form or that of 2024.
 * @throws AgentError `configuration` that names the file, and every mistake in it
 */
export async function loadConfigFile(path: string): Promise<LoadedConfig> {
  const untrustedJson = parse(await readText(path), path);
  return translatingErrors(() =>
    isAgentConfig2024(untrustedJson)
      ? readAgentConfig2024(untrustedJson, path)
      : today(readAgentConfig(untrustedJson, path)),
  );
}

/**
 * Reads the environment variables of 2024 and after, for when no file was named.
 * @returns undefined when they are not set
 * @throws AgentError `configuration` with every mistake
 */
export function loadConfigEnvironment(
  untrusted: Environment,
): LoadedConfig | undefined {
  if (!isAgentEnvironment2024(untrusted)) return undefined;
  return translatingErrors(() => readAgentEnvironment2024(untrusted));
}

function today(config: ResolvedAgentConfig): LoadedConfig {
  return { config, notice: undefined, debug: false };
}

async function readText(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    if (bytes.length <= LARGEST_FILE) return bytes.toString("utf8");
  } catch (cause) {
    throw unusable(path, reasonOf(cause), cause);
  }
  throw unusable(path, `is larger than ${LARGEST_FILE} bytes`);
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : "";
  switch (code) {
    case "ENOENT":
      return "does not exist";
    case "EACCES":
      return "may not be read by this user";
    case "EISDIR":
      return "is a directory";
    default:
      return `cannot be read: ${cause instanceof Error ? cause.message : cause}`;
  }
}

function parse(untrusted: string, path: string): unknown {
  try {
    return JSON.parse(untrusted);
  } catch (cause) {
    const { line, column, expected } = findJsonMistake(untrusted) ?? START;
    const reason = `is not JSON: line ${line}, column ${column}: expected ${expected}`;
    throw unusable(path, reason, cause);
  }
}

const START = { line: 1, column: 1, expected: "a value" };

function translatingErrors(read: () => LoadedConfig): LoadedConfig {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    const value = cause.value;
    throw new AgentError("configuration", cause.message, { value, cause });
  }
}

function unusable(path: string, reason: string, cause?: unknown): AgentError {
  const text = `configuration file ${path} ${reason}`;
  return new AgentError("configuration", text, { value: path, cause });
}
