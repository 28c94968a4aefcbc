/** The grammar of `set-locale` (control-plane specification 2.11, 4.2). */

import {
  isLocale,
  LOCALE_KEYS,
  type LocaleAssignment,
  localeKey,
  quote,
} from "@ghaf/api";
import { CliError } from "../../ghaf/cli-error.ts";

/**
 * One bare locale sets LANG. Otherwise every argument is KEY=value; LC_ALL rules
 * alone, and without it there must be a LANG.
 * @throws CliError `usage`
 */
export function parseLocaleArguments(
  untrusted: readonly string[],
): readonly LocaleAssignment[] {
  const [first] = untrusted;
  if (first !== undefined && isLocale(first)) {
    return [{ key: "LANG", value: first }];
  }
  const assignments = untrusted.map(parseAssignment);
  const all = assignments.find(({ key }) => key === "LC_ALL");
  if (all !== undefined) return [all];
  if (assignments.some(({ key }) => key === "LANG")) return assignments;
  throw new CliError("usage", "neither LANG nor LC_ALL is given", {
    hints: ["for example: givc-cli set-locale LANG=en_US.UTF-8 LC_TIME=C"],
  });
}

function parseAssignment(untrusted: string): LocaleAssignment {
  const at = untrusted.indexOf("=");
  if (at === -1) {
    throw new CliError(
      "usage",
      `${quote(untrusted)} is neither a locale nor KEY=locale`,
    );
  }
  const word = untrusted.slice(0, at);
  const value = untrusted.slice(at + 1);
  const key = localeKey(word);
  if (key === undefined) {
    throw new CliError("usage", `${quote(word)} is no locale variable`, {
      hints: [`known are ${LOCALE_KEYS.join(", ")}`],
    });
  }
  if (!isLocale(value)) {
    throw new CliError("usage", `${key}: ${quote(value)} is no locale`);
  }
  return { key, value };
}
