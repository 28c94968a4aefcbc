/** The configuration file of givc-admin: flags under their names. Their values are parsed where flags are. */

import {
  type AdminConfig,
  AdminConfigSchema,
} from "../gen/ghaf/config/v1/admin_config_pb.ts";
import { ConfigError } from "./findings.ts";
import { readConfig } from "./read-config.ts";

export interface AdminConfigReading {
  readonly config: AdminConfig;
  readonly warnings: readonly string[];
}

/**
 * @param source the file, for the error
 * @throws ConfigError with every problem
 */
export function readAdminConfig(
  untrustedJson: unknown,
  source = "admin configuration",
): AdminConfigReading {
  const reading = readConfig(AdminConfigSchema, untrustedJson);
  if (reading.problems.length > 0) {
    throw new ConfigError(source, reading.problems);
  }
  return { config: reading.message, warnings: reading.warnings };
}
