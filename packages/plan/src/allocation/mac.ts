/** MAC addresses that come from a text. */

import { hexHash } from "./hash.ts";

/** For one station, of nobody's range (IEEE 802): the first byte is 02. */
export function freeMac(text: string, taken: ReadonlySet<string>): string {
  for (let attempt = 0; ; attempt += 1) {
    const hash = hexHash(`${text} ${attempt}`, 2).slice(0, 10);
    const mac = `02:${(hash.match(/../g) ?? []).join(":")}`;
    if (!taken.has(mac)) return mac;
  }
}
