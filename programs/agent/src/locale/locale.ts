/**
 * Decides what a wanted language or time zone means for this machine: what is
 * set, and in what order (control-plane specification 2.11, 3.7).
 */

import { isLocale, isTimezone, LOCALE_KEYS, quote } from "@ghaf/api";
import type { Logger } from "@ghaf/daemon";
import { AgentError } from "../errors.ts";
import { explain } from "../unit/failure.ts";
import type {
  LocaleControl,
  LocaleSettings,
  LocaleVariable,
} from "./locale-control.ts";

/** `key` is undefined for a number that names no variable. */
export interface UntrustedAssignment {
  readonly key: LocaleVariable | "LC_ALL" | undefined;
  readonly value: string;
}

export interface Locale {
  /** @throws AgentError `cannot set locale: <reason>` */
  setLocale(untrusted: readonly UntrustedAssignment[]): Promise<void>;
  /** @throws AgentError `cannot set timezone: <reason>` */
  setTimezone(untrusted: string): Promise<void>;
}

export interface LocaleOptions {
  readonly control: LocaleControl;
  readonly log: Logger;
}

/** Changes that wait for the one before; more are refused. */
const MOST_WAITING = 16;

/** What LC_ALL stands for; localed knows the categories and not the word, locale.conf(5). */
const CATEGORIES = LOCALE_KEYS.filter(
  (key): key is LocaleVariable => key !== "LANG" && key !== "LC_ALL",
);

/** Changes happen one after another, so that the last one asked for is the one that stays. */
export function createLocale({ control, log }: LocaleOptions): Locale {
  const inTurn = createTurns();
  return {
    setLocale: (untrusted) =>
      explained("cannot set locale", () => {
        const settings = parseAssignments(untrusted);
        return inTurn(() => applyLocale(settings, control, log));
      }),
    setTimezone: (untrusted) =>
      explained("cannot set timezone", () => {
        const timezone = parseTimezone(untrusted);
        return inTurn(() => control.setTimezone(timezone));
      }),
  };
}

/** What is to be set: LC_ALL spelled out, which wins over single categories as in setlocale(3). */
export function parseAssignments(
  untrusted: readonly UntrustedAssignment[],
): LocaleSettings {
  if (untrusted.length === 0) throw invalid("no assignments", "");
  const wanted = new Map(untrusted.map(parseAssignment));
  const all = wanted.get("LC_ALL");
  const settings = new Map<LocaleVariable, string>();
  for (const [key, value] of wanted) {
    if (key !== "LC_ALL") settings.set(key, value);
  }
  if (all === undefined) return settings;
  if (!settings.has("LANG")) settings.set("LANG", all);
  for (const category of CATEGORIES) settings.set(category, all);
  return settings;
}

function parseAssignment({
  key,
  value,
}: UntrustedAssignment): [LocaleVariable | "LC_ALL", string] {
  if (key === undefined) throw invalid("unknown variable", value);
  if (!isLocale(value)) {
    throw invalid(`${key}: ${quote(value)} is not a locale`, value);
  }
  return [key, value];
}

/** A well-formed name; whether there is such a zone only the machine knows. */
export function parseTimezone(untrusted: string): string {
  if (!isTimezone(untrusted)) {
    throw invalid(`${quote(untrusted)} is not a time zone`, untrusted);
  }
  return untrusted;
}

/** The machine's settings count; the manager's environment is a convenience. */
async function applyLocale(
  settings: LocaleSettings,
  control: LocaleControl,
  log: Logger,
): Promise<void> {
  await control.setLocale(settings);
  try {
    await control.setEnvironment(settings);
  } catch (error) {
    log.warning("the service manager's environment keeps its old locale", {
      error,
    });
  }
}

async function explained(
  intent: string,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    throw explain(intent, error);
  }
}

function createTurns(): (act: () => Promise<void>) => Promise<void> {
  let waiting = 0;
  let previous: Promise<unknown> = Promise.resolve();
  return async (act) => {
    if (waiting >= MOST_WAITING) {
      throw new AgentError("unavailable", "too many changes at once");
    }
    waiting += 1;
    const turn = previous.then(act).finally(() => {
      waiting -= 1;
    });
    // A failure is its caller's; the next turn comes all the same.
    previous = turn.catch(() => undefined);
    await turn;
  };
}

function invalid(message: string, value: string): AgentError {
  return new AgentError("invalid-request", message, { value });
}
