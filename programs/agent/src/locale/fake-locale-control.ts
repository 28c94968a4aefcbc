/** A LocaleControl for tests: keeps what it was told, in order, and fails when asked to. */

import { AgentError } from "../errors.ts";
import type { LocaleControl, LocaleSettings } from "./locale-control.ts";

type Call = keyof LocaleControl;

export class FakeLocaleControl implements LocaleControl {
  /** `setLocale LANG=C`, `setTimezone UTC`. */
  readonly calls: string[] = [];
  /** Calls that fail, with the reason. */
  readonly failing = new Map<Call, string>();

  setLocale(settings: LocaleSettings): Promise<void> {
    return this.#call("setLocale", print(settings));
  }

  setEnvironment(settings: LocaleSettings): Promise<void> {
    return this.#call("setEnvironment", print(settings));
  }

  setTimezone(timezone: string): Promise<void> {
    return this.#call("setTimezone", timezone);
  }

  async #call(call: Call, text: string): Promise<void> {
    this.calls.push(`${call} ${text}`);
    const reason = this.failing.get(call);
    if (reason !== undefined) throw new AgentError("failed", reason);
  }
}

function print(settings: LocaleSettings): string {
  return [...settings].map(([name, value]) => `${name}=${value}`).join(" ");
}
