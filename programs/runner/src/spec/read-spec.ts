/** Reads spec.json of a state directory. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError, type ConfigProblem, readConfig } from "@ghaf/api/config";
import { LaunchSpecSchema } from "@ghaf/api/proto/ghaf/machine/v1/launch_spec";
import { RunnerError, reasonOf, systemCode } from "../errors.ts";
import type { LaunchSpec } from "./launch-spec.ts";
import { resolveLaunchSpec } from "./resolve-launch-spec.ts";

export interface SpecReading {
  readonly spec: LaunchSpec;
  /** Keys that were not understood, one line each. */
  readonly warnings: readonly string[];
}

export const SPEC_FILE = "spec.json";

/** No specification is near this. */
const LARGEST_FILE = 1024 * 1024;

/**
 * @param stateDir the directory that the VM works in
 * @throws RunnerError `missing-file` or `invalid-spec`, with every problem
 */
export async function readSpec(stateDir: string): Promise<SpecReading> {
  const path = join(stateDir, SPEC_FILE);
  return parseSpec(await readText(path), path);
}

/** The same from text. @param source the file, for the error */
export function parseSpec(untrusted: string, source: string): SpecReading {
  const json = parseJson(untrusted, source);
  const { message, problems, warnings } = readConfig(LaunchSpecSchema, json);
  const found: ConfigProblem[] = [...problems];
  // What could not be read counts as absent, which would be said twice.
  const isKnown = (path: string) =>
    problems.some((known) => `${path}.`.startsWith(`${known.path}.`));
  const spec = resolveLaunchSpec(message, (problem) => {
    if (!isKnown(problem.path)) found.push(problem);
  });
  if (spec !== undefined && found.length === 0) return { spec, warnings };
  const cause = new ConfigError(source, found);
  throw new RunnerError("invalid-spec", cause.message, { value: found, cause });
}

async function readText(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    if (bytes.length <= LARGEST_FILE) return bytes.toString("utf8");
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") {
      const text = `${path} does not exist: this is not the state directory of a VM`;
      throw new RunnerError("missing-file", text, { value: path, cause });
    }
    const text = `${path} cannot be read: ${reasonOf(cause)}`;
    throw new RunnerError("invalid-spec", text, { value: path, cause });
  }
  const text = `${path} is larger than ${LARGEST_FILE} bytes`;
  throw new RunnerError("invalid-spec", text, { value: path });
}

function parseJson(untrusted: string, source: string): unknown {
  try {
    return JSON.parse(untrusted);
  } catch (cause) {
    const text = `${source} is not JSON: ${reasonOf(cause)}`;
    throw new RunnerError("invalid-spec", text, { value: source, cause });
  }
}
