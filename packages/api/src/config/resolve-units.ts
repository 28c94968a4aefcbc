/** The units an agent may control, with the type number each is registered under (control-plane specification 3.2). */

import type { Capabilities } from "../gen/ghaf/config/v1/agent_config_pb.ts";
import { parseUnitName, type UnitName } from "../names.ts";
import { describeValue, type Place } from "./findings.ts";

/** Type numbers of specification 2.4. */
const ADMIN_VM = 3;
const SYSTEM_VM = 7;
const APP_VM = 11;

/**
 * Services, then the VM units; a later assignment to the same name wins. A name
 * that systemd would not accept is left out with a warning.
 * @param subType the type number of the services; absent is 0
 */
export function resolveUnits(
  message: Capabilities | undefined,
  subType: number | undefined,
  place: Place,
): ReadonlyMap<UnitName, number> {
  const {
    adminVm = "",
    systemVms = [],
    appVms = [],
  } = message?.vmServices ?? {};
  const vms = place.at("vmServices");
  const adminVms =
    adminVm === "" ? [] : [{ name: adminVm, at: vms.at("adminVm") }];
  return new Map([
    ...typed(
      subType ?? 0,
      placed(message?.services ?? [], place.at("services")),
    ),
    ...typed(ADMIN_VM, adminVms),
    ...typed(SYSTEM_VM, placed(systemVms, vms.at("systemVms"))),
    ...typed(APP_VM, placed(appVms, vms.at("appVms"))),
  ]);
}

interface PlacedName {
  readonly name: string;
  readonly at: Place;
}

function placed(names: readonly string[], place: Place): PlacedName[] {
  return names.map((name, index) => ({ name, at: place.at(index) }));
}

function typed(
  type: number,
  untrusted: readonly PlacedName[],
): [UnitName, number][] {
  return untrusted.flatMap(({ name, at }) => {
    const unit = tryUnitName(name);
    if (unit !== undefined) return [[unit, type]];
    at.warn(`left out, ${describeValue(name)} is not a unit name`);
    return [];
  });
}

function tryUnitName(untrusted: string): UnitName | undefined {
  try {
    return parseUnitName(untrusted);
  } catch {
    return undefined;
  }
}
