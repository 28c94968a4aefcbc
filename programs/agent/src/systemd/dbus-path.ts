/**
 * Object paths of units: every byte of a name outside [A-Za-z0-9], and a digit
 * in first place, is written as `_` and two hexadecimal digits
 * (control-plane specification 3.5; bus_label_escape in systemd).
 */

const UNIT_ROOT = "/org/freedesktop/systemd1/unit/";

/** The object path of the unit of that name. */
export function unitPath(unit: string): string {
  return `${UNIT_ROOT}${escapeLabel(unit)}`;
}

/** The unit of an object path; undefined for a path that is no unit's. */
export function unitOfPath(path: string): string | undefined {
  if (!path.startsWith(UNIT_ROOT)) return undefined;
  return unescapeLabel(path.slice(UNIT_ROOT.length));
}

function escapeLabel(text: string): string {
  if (text === "") return "_";
  return Array.from(new TextEncoder().encode(text), escapeByte).join("");
}

function escapeByte(byte: number, index: number): string {
  const character = String.fromCharCode(byte);
  const plain = index === 0 ? /[A-Za-z]/ : /[A-Za-z0-9]/;
  if (plain.test(character)) return character;
  return `_${byte.toString(16).padStart(2, "0")}`;
}

function unescapeLabel(label: string): string | undefined {
  if (label === "_") return "";
  if (!/^(?:[A-Za-z0-9]|_[0-9a-f]{2})+$/.test(label)) return undefined;
  const bytes: number[] = [];
  for (let at = 0; at < label.length; at += 1) {
    if (label[at] === "_") {
      bytes.push(Number.parseInt(label.slice(at + 1, at + 3), 16));
      at += 2;
    } else {
      bytes.push(label.charCodeAt(at));
    }
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
