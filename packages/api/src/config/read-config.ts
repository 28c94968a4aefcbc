/**
 * Reads a JSON value as a protobuf message the way people write configuration:
 * keys in any case, unknown keys tolerated and named, null as absent, and every
 * mistake reported with its place. Knows no particular message.
 */

import {
  create,
  type DescField,
  type DescMessage,
  type MessageShape,
} from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { type ConfigProblem, Findings, type Place } from "./findings.ts";
import { nearestName } from "./nearest-name.ts";
import { isWellFormed, readScalar, zeroScalar } from "./read-scalar.ts";

/** The message holds what could be read; it is of use only when there are no problems. */
export interface ConfigReading<D extends DescMessage> {
  readonly message: MessageShape<D>;
  readonly problems: readonly ConfigProblem[];
  /** Unknown and repeated keys, one line each. */
  readonly warnings: readonly string[];
}

/** Reads the whole value. Never throws for anything that JSON.parse can return. */
export function readConfig<D extends DescMessage>(
  desc: D,
  untrustedJson: unknown,
): ConfigReading<D> {
  const findings = new Findings();
  const message = readMessage(desc, untrustedJson, findings.at(""));
  const { problems, warnings } = findings;
  return { message, problems, warnings };
}

/** The same with the caller's collection and the place of the value in it. */
export function readMessage<D extends DescMessage>(
  desc: D,
  untrustedJson: unknown,
  place: Place,
): MessageShape<D> {
  const message = create(desc);
  readFields(reflect(desc, message), untrustedJson, place);
  return message;
}

function readFields(
  into: ReflectMessage,
  untrusted: unknown,
  place: Place,
): void {
  const seen = new Set<DescField>();
  for (const [key, value] of entries(untrusted, place)) {
    const field = findField(into.desc, key);
    if (field === undefined) {
      warnUnknown(into.desc, key, place);
      continue;
    }
    const at = place.at(field.jsonName);
    if (seen.has(field)) at.warn("is there twice, the last one counts");
    seen.add(field);
    into.clear(field);
    if (!isAbsent(value)) readField(into, field, { untrusted: value, at });
  }
}

interface Found {
  readonly untrusted: unknown;
  readonly at: Place;
}

function readField(
  into: ReflectMessage,
  field: DescField,
  { untrusted, at }: Found,
): void {
  if (field.fieldKind === "list") {
    const list = into.get(field);
    for (const [index, item] of items(untrusted, at)) {
      list.add(readValue(field, { untrusted: item, at: at.at(index) }));
    }
  } else if (field.fieldKind === "map") {
    const map = into.get(field);
    for (const [key, item] of entries(untrusted, at)) {
      if (!isMapKey(key)) at.at(key).wrong("an ordinary name", key);
      else if (!isAbsent(item)) {
        map.set(key, readValue(field, { untrusted: item, at: at.at(key) }));
      }
    }
  } else {
    into.set(field, readValue(field, { untrusted, at }));
  }
}

/** A wrong value is read as a zero one, so that the places of a list's other items stay right. */
function readValue(field: DescField, { untrusted, at }: Found): unknown {
  if (field.message !== undefined) {
    const message = reflect(field.message);
    readFields(message, untrusted, at);
    return message;
  }
  if (field.scalar === undefined) {
    throw new TypeError(`${field.name}: no configuration uses enums`);
  }
  return readScalar(field.scalar, untrusted, at) ?? zeroScalar(field.scalar);
}

function items(untrusted: unknown, place: Place): [number, unknown][] {
  if (Array.isArray(untrusted)) return [...untrusted.entries()];
  place.wrong("a list", untrusted);
  return [];
}

function entries(untrusted: unknown, place: Place): [string, unknown][] {
  const isObject =
    typeof untrusted === "object" &&
    untrusted !== null &&
    !Array.isArray(untrusted);
  if (isObject) return Object.entries(untrusted);
  place.wrong("an object", untrusted);
  return [];
}

/** Assigning `__proto__` to an object changes the object instead of storing. */
function isMapKey(untrusted: string): boolean {
  return untrusted !== "__proto__" && isWellFormed(untrusted);
}

function warnUnknown(desc: DescMessage, key: string, place: Place): void {
  const names = desc.fields.map((field) => field.jsonName);
  const near = nearestName(key, names);
  const hint = near === undefined ? "" : `; did you mean "${near}"?`;
  place.at(key).warn(`unknown key, ignored${hint}`);
}

function findField(desc: DescMessage, key: string): DescField | undefined {
  const wanted = key.toLowerCase();
  return desc.fields.find((field) => field.jsonName.toLowerCase() === wanted);
}

function isAbsent(untrusted: unknown): boolean {
  return untrusted === null || untrusted === undefined;
}
