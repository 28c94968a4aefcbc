/** The unit type numbers of the control plane (specification 2.4) and the two words each stands for. */

/** The `vmType` and `serviceType` that rows of one unit type show. */
export interface UnitType {
  readonly vmType: "Host" | "AdmVM" | "SysVM" | "AppVM";
  readonly serviceType: "Mgr" | "Svc" | "App" | "VM";
}

/** By number. The host has no VM kind, so its three come first. */
const UNIT_TYPES: readonly UnitType[] = [
  { vmType: "Host", serviceType: "Mgr" },
  { vmType: "Host", serviceType: "Svc" },
  { vmType: "Host", serviceType: "App" },
  ...(["AdmVM", "SysVM", "AppVM"] as const).flatMap((vmType) =>
    (["VM", "Mgr", "Svc", "App"] as const).map((serviceType) => ({
      vmType,
      serviceType,
    })),
  ),
];

/** Undefined for a number that names no unit type (0 to 14 do). */
export function unitTypeOf(number: number): UnitType | undefined {
  return UNIT_TYPES[number];
}
