/** The locale assignments of a request as the wire has them (control-plane specification 1.4). */

import type { LocaleAssignment } from "@ghaf/api";
import { LocaleMacroKey } from "@ghaf/api/proto/locale/locale";

/** The fields of the wire message. */
export function writeLocaleAssignment({ key, value }: LocaleAssignment) {
  return { key: LocaleMacroKey[key], value };
}
