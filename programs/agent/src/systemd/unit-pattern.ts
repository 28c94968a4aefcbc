/**
 * Glob patterns over unit names, for the adapters that keep their own table.
 * They match as systemd does, fnmatch(3) with FNM_NOESCAPE: `*`, `?`, `[a-z]`,
 * `[!a-z]`, and a backslash is a backslash, since unit names contain it.
 */

/** Compiles the patterns into one question. */
export function matchesAny(
  patterns: readonly string[],
): (unit: string) => boolean {
  const compiled = patterns.map(compile);
  return (unit) => compiled.some((pattern) => pattern.test(unit));
}

function compile(pattern: string): RegExp {
  let source = "";
  for (let at = 0; at < pattern.length; at += 1) {
    const set = setAt(pattern, at);
    source += set?.source ?? single(pattern.charAt(at));
    at += set?.skip ?? 0;
  }
  return new RegExp(`^${source}$`, "s");
}

function single(character: string): string {
  if (character === "*") return ".*";
  if (character === "?") return ".";
  return literal(character);
}

/** A bracket expression at that place; a `[` that nothing closes is a plain character. */
function setAt(
  pattern: string,
  at: number,
): { readonly source: string; readonly skip: number } | undefined {
  const found = /^\[(!?)(\]?[^\]]*)\]/.exec(pattern.slice(at));
  const members = found?.[2];
  if (found === null || members === undefined || members === "") {
    return undefined;
  }
  const inside = members.replace(/[\\\]^[]/g, "\\$&");
  const source = `[${found[1] === "!" ? "^" : ""}${inside}]`;
  return isValid(source) ? { source, skip: found[0].length - 1 } : undefined;
}

/** A range such as `z-a` is no set in fnmatch and no pattern in JavaScript. */
function isValid(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
