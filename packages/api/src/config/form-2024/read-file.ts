/** A JSON file with the keys of the 2024 README (design note 8, form b). */

import { AgentConfig2024Schema } from "../../gen/ghaf/config/v1/agent_config_2024_pb.ts";
import { Findings, type Place } from "../findings.ts";
import { readMessage } from "../read-config.ts";
import { listApplications } from "./read-applications.ts";
import {
  resolveTranslated,
  type TranslatedAgentConfig,
} from "./read-translated.ts";

const TODAY = ["identity", "network", "capabilities"];
const THEN = [
  "name",
  "addr",
  "port",
  "services",
  "applications",
  "tls",
  "admin",
];

/** True for an object with keys of then at its top and none of today's. */
export function isAgentConfig2024(untrustedJson: unknown): boolean {
  if (typeof untrustedJson !== "object" || untrustedJson === null) return false;
  const keys = Object.keys(untrustedJson).map((key) => key.toLowerCase());
  return (
    !TODAY.some((key) => keys.includes(key)) &&
    THEN.some((key) => keys.includes(key))
  );
}

/**
 * @param source the file, for the error and the notice
 * @throws ConfigError with every problem
 */
export function readAgentConfig2024(
  untrustedJson: unknown,
  source = "agent configuration",
): TranslatedAgentConfig {
  const findings = new Findings();
  const place = findings.at("");
  const json = withApplicationList(untrustedJson, place);
  const old = readMessage(AgentConfig2024Schema, json, place);
  return resolveTranslated(old, source, findings);
}

function withApplicationList(untrusted: unknown, place: Place): unknown {
  if (typeof untrusted !== "object" || untrusted === null) return untrusted;
  const entries = Object.entries(untrusted).map(([key, value]) =>
    key.toLowerCase() === "applications"
      ? [key, listApplications(value, place.at("applications"))]
      : [key, value],
  );
  return Object.fromEntries(entries);
}
