/** What goes wrong while a device is prepared, in the words of the command. */

import { ImageError } from "@ghaf/image";
import { CliError, type CliErrorCode } from "../ghaf/cli-error.ts";
import { NotLocked } from "./images.ts";

/** Other errors stay as they are. */
export function asCliError(error: unknown): unknown {
  if (error instanceof NotLocked) {
    const hints = [
      "ghaf lock update     (asks the mirror, and writes the lock)",
    ];
    return new CliError("configuration", error.message, { hints });
  }
  if (!(error instanceof ImageError)) return error;
  const text =
    error.code === "store-unusable"
      ? error.message
      : `the image cannot be built: ${error.message}`;
  const about = { hints: hintsFor(error), cause: error };
  return new CliError(codeOf(error), text, about);
}

function codeOf({ code }: ImageError): CliErrorCode {
  switch (code) {
    case "lock-invalid":
    case "package-unknown":
    case "package-conflict":
      return "configuration";
    default:
      return "failed";
  }
}

function hintsFor({ code }: ImageError): string[] {
  switch (code) {
    case "disk-full":
      return ["ghaf image gc     (removes images that no device uses)"];
    case "package-gone":
      return ["ghaf lock update     (asks the mirror for present versions)"];
    case "wrong-hash":
      return [
        "another mirror; or, if its word counts more than the lock's: ghaf lock update",
      ];
    case "program":
    case "no-mirror":
      return ["ghaf doctor     (what this machine lacks)"];
    case "store-busy":
      return ["wait until the other command has ended"];
    case "store-unusable":
      return [
        "be root, or set GHAF_STATE_DIR to a folder that can be written in",
      ];
    default:
      return [];
  }
}
