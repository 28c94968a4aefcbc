/** Reads what apt and dpkg print about packages: paragraphs of "Field: value" lines (deb822). */

import { ImageError } from "../image-error.ts";
import type { PinnedPackage } from "./pinned-package.ts";

/** Fields of each paragraph, without lines that continue a field: no field that we read has them. */
export function parseParagraphs(text: string): ReadonlyMap<string, string>[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => new Map(fieldsOf(paragraph)))
    .filter((fields) => fields.size > 0);
}

function fieldsOf(paragraph: string): [string, string][] {
  return [...paragraph.matchAll(/^([!-9;-~]+):[ \t]*(.*)$/gm)].map(
    ([, name = "", value = ""]) => [name, value.trim()],
  );
}

/** A paragraph of `apt-cache show`. Throws ImageError "package-gone" when the mirror does not say enough. */
export function pinnedFrom(fields: ReadonlyMap<string, string>): PinnedPackage {
  const name = fields.get("Package") ?? "";
  const version = fields.get("Version") ?? "";
  const architecture = fields.get("Architecture") ?? "";
  const sha256 = fields.get("SHA256") ?? "";
  const bytes = Number(fields.get("Size"));
  const whole = name !== "" && version !== "" && architecture !== "";
  if (!whole || !/^[0-9a-f]{64}$/.test(sha256) || !(bytes > 0)) {
    throw new ImageError("package-gone", name, "has no whole record");
  }
  return { name, version, architecture, sha256, bytes };
}

/** What `apt-get --simulate install` would unpack: lines such as `Inst dash (0.5 Debian:13/stable [amd64])`. */
export function parseSimulation(text: string): string[] {
  return [...text.matchAll(/^Inst (\S+) (?:\[[^\]]*\] )?\((\S+) /gm)].map(
    ([, name = "", version = ""]) => `${name}=${version}`,
  );
}

/** Names of what `apt-get --simulate install` would remove: lines such as `Remv dash [0.5]`. */
export function parseRemovals(text: string): string[] {
  return [...text.matchAll(/^Remv (\S+) /gm)].map(([, name = ""]) => name);
}
