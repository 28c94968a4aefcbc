/** YAML text. The library is loaded with this file, so the file is loaded only where somebody asks for YAML. */

import { stringify } from "yaml";
import { escapeUnsafe, isUnsafe } from "./visible.ts";

export function yaml(value: unknown): string {
  const text = stringify(value, { lineWidth: 0 });
  if (!isUnsafe(text)) return text;
  // Escapes mean something in double quotes only.
  return escapeUnsafe(
    stringify(value, {
      lineWidth: 0,
      defaultStringType: "QUOTE_DOUBLE",
      defaultKeyType: "PLAIN",
    }),
  );
}
