/** Turns what the bus or systemd refused into the port's error; the only place that knows their error names. */

import { BusError, LOCAL_ERRORS } from "./dbus-connection.ts";
import { UnitsError, type UnitsErrorCode } from "./units.ts";

const SYSTEMD = "org.freedesktop.systemd1.";
const BUS = "org.freedesktop.DBus.Error.";

const CODES: ReadonlyMap<string, UnitsErrorCode> = new Map([
  [`${SYSTEMD}NoSuchUnit`, "no-such-unit"],
  [`${SYSTEMD}UnitExists`, "unit-exists"],
  [`${SYSTEMD}TransactionIsDestructive`, "job-failed"],
  [`${SYSTEMD}TransactionJobsConflicting`, "job-failed"],
  [`${SYSTEMD}UnitBusy`, "job-failed"],
  [`${BUS}AccessDenied`, "denied"],
  [`${BUS}AuthFailed`, "denied"],
  [`${BUS}InteractiveAuthorizationRequired`, "denied"],
  [`${BUS}Timeout`, "timeout"],
  [`${BUS}TimedOut`, "timeout"],
  [LOCAL_ERRORS.timeout, "timeout"],
  /** The bus sends it when systemd leaves; our own deadline is `timeout`. */
  [`${BUS}NoReply`, "unavailable"],
  [`${BUS}Disconnected`, "unavailable"],
  [`${BUS}ServiceUnknown`, "unavailable"],
  [`${BUS}NameHasNoOwner`, "unavailable"],
  [LOCAL_ERRORS.disconnected, "unavailable"],
]);

/** Masked or broken units, inactive ones that cannot freeze and bad arguments are all `not-supported`. */
export function toUnitsError(unit: string, error: unknown): UnitsError {
  if (error instanceof UnitsError) return error;
  if (!(error instanceof BusError)) {
    return new UnitsError("unavailable", unit, `${unit}: the bus failed`, {
      cause: error,
    });
  }
  const code = CODES.get(error.errorName) ?? "not-supported";
  const text = error.message === "" ? error.errorName : error.message;
  return new UnitsError(code, unit, oneLine(text), { cause: error });
}

/** systemd's texts end in a period and may quote what it was sent. */
function oneLine(text: string): string {
  return text.replace(/[\x00-\x1f\x7f]+/g, " ").replace(/\.$/, "");
}
