/** Directives as the lines of a drop-in (systemd.syntax(7)). */

import type {
  CallFilter,
  Capabilities,
  Choice,
  DeviceRule,
  Directives,
} from "./directives.ts";

type Name = keyof Directives;
type Value<N extends Name> = NonNullable<Directives[N]>;

/** In the order in which they are set. */
export function linesOf(directives: Directives): readonly string[] {
  const names = Object.keys(directives) as Name[];
  return names.flatMap((name) => linesFor(directives, name));
}

function linesFor(directives: Directives, name: Name): readonly string[] {
  switch (name) {
    case "SystemCallFilter":
      return filterLines(directives[name]);
    case "CapabilityBoundingSet":
    case "AmbientCapabilities":
      return capabilityLines(name, directives[name]);
    case "DeviceAllow":
      return deviceLines(directives[name]);
    default:
      return plainLine(name, directives[name]);
  }
}

type PlainName = Exclude<
  Name,
  keyof Capabilities | "DeviceAllow" | "SystemCallFilter"
>;

function plainLine(
  name: PlainName,
  value: Value<PlainName> | undefined,
): readonly string[] {
  return value === undefined ? [] : [`${name}=${textOf(value)}`];
}

function textOf(value: Value<PlainName>): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "object") return String(value);
  return "only" in value || "without" in value
    ? chosen(value)
    : value.join(" ");
}

function chosen(choice: Choice<string>): string {
  return "only" in choice
    ? choice.only.join(" ")
    : `~${choice.without.join(" ")}`;
}

/** A list of those that remain begins anew: it would else be joined to that of Debian's unit. */
function capabilityLines(
  name: keyof Capabilities,
  choice: Choice<string> | undefined,
): readonly string[] {
  if (choice === undefined) return [];
  const whole = (names: readonly string[]) => names.map((one) => `CAP_${one}`);
  return "only" in choice
    ? [`${name}=`, `${name}=${whole(choice.only).join(" ")}`]
    : [`${name}=${chosen({ without: whole(choice.without) })}`];
}

function deviceLines(
  rules: readonly DeviceRule[] | undefined,
): readonly string[] {
  const all = rules ?? [];
  return all.map(({ device, access }) => `DeviceAllow=${device} ${access}`);
}

/** In this order, so that the second takes away from the first. */
function filterLines(filter: CallFilter | undefined): readonly string[] {
  if (filter === undefined) return [];
  const { only, without } = filter;
  return [
    ...(only === undefined ? [] : [`SystemCallFilter=${only.join(" ")}`]),
    `SystemCallFilter=${chosen({ without })}`,
  ];
}
