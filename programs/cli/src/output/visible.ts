/** Text of others, made safe for a terminal: nothing that moves the cursor or reverses the line gets through. */

// C0, DEL and C1; line and paragraph separators; direction marks and overrides;
// zero-width and other invisible characters (Unicode category Cf).
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Cf}/gu;

/** Writes each invisible character as `\n`, `\x1b` or `\u{202e}`. The result has one line. */
export function visible(untrusted: string): string {
  return untrusted.replace(INVISIBLE, escaped);
}

/** Like `visible`, but keeps line ends and tabs: for texts of several lines. */
export function visibleLines(untrusted: string): string {
  return untrusted.replace(INVISIBLE, (found) =>
    found === "\n" || found === "\t" ? found : escaped(found),
  );
}

/**
 * What JSON and YAML leave in a text and a terminal acts on: DEL, C1 controls,
 * separators and invisible format characters such as direction overrides.
 */
const UNSAFE = /[\u007f-\u009f\u2028\u2029]|\p{Cf}/u;

export function isUnsafe(text: string): boolean {
  return UNSAFE.test(text);
}

/** As escapes that any JSON and YAML parser reads back as the same text. */
export function escapeUnsafe(text: string): string {
  return text.replace(new RegExp(UNSAFE, "gu"), (found) =>
    Array.from({ length: found.length }, (_, at) => {
      const unit = found.charCodeAt(at).toString(16).padStart(4, "0");
      return `\\u${unit}`;
    }).join(""),
  );
}

function escaped(character: string): string {
  switch (character) {
    case "\n":
      return "\\n";
    case "\r":
      return "\\r";
    case "\t":
      return "\\t";
    default: {
      const code = character.codePointAt(0) ?? 0;
      const hex = code.toString(16);
      return code <= 0xff ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
    }
  }
}
