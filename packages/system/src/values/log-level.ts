/** How much systemd logs. */

import { narrowed, t } from "@ghaf/module-system";

/** From least to most: systemd-system.conf(5), `LogLevel=`. */
const LOG_LEVELS: readonly string[] = [
  "emerg",
  "alert",
  "crit",
  "err",
  "warning",
  "notice",
  "info",
  "debug",
];

export const logLevel = narrowed(
  t.string,
  `one of ${LOG_LEVELS.map((level) => `“${level}”`).join(", ")}`,
  (value) => LOG_LEVELS.includes(value),
);
