/** Reading options of which some may have problems. */

import { OptionFailure } from "@ghaf/module-system";

/** What `body` returns, or undefined when it reads an option with a problem, which has been reported already. */
export function unlessFailed<T>(body: () => T): T | undefined {
  try {
    return body();
  } catch (error) {
    if (error instanceof OptionFailure) return undefined;
    throw error;
  }
}
