/** The words on the virtio-serial port org.ghaf.runner: lines of text, both ways. */

/** What a guest says of itself. */
export type GuestWord =
  | { readonly kind: "ready" }
  | { readonly kind: "status"; readonly text: string }
  | { readonly kind: "stopping" };

/** What a guest is told. */
export type HostWord =
  | { readonly kind: "time"; readonly unixMs: number }
  /** Randomness for the guest's kernel. */
  | { readonly kind: "seed"; readonly bytes: Uint8Array }
  | { readonly kind: "poweroff" }
  | { readonly kind: "reboot" };

const LONGEST_STATUS = 200;

/** @returns undefined for a line that is none of the guest's words */
export function parseGuestWord(untrusted: string): GuestWord | undefined {
  if (untrusted === "READY") return { kind: "ready" };
  if (untrusted === "STOPPING") return { kind: "stopping" };
  const [, text] = /^STATUS (.+)$/s.exec(untrusted) ?? [];
  return text === undefined
    ? undefined
    : { kind: "status", text: harmless(text) };
}

/** The line of a word, with its end. */
export function formatHostWord(word: HostWord): string {
  switch (word.kind) {
    case "time":
      return `TIME ${word.unixMs}\n`;
    case "seed":
      return `SEED ${Buffer.from(word.bytes).toString("base64")}\n`;
    case "poweroff":
      return "POWEROFF\n";
    case "reboot":
      return "REBOOT\n";
  }
}

/** A guest's text ends up on terminals: nothing in it moves a cursor or hides. */
function harmless(untrusted: string): string {
  return untrusted
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "?")
    .slice(0, LONGEST_STATUS);
}
