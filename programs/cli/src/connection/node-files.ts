/** The file system that credentials are looked for in. */

import { accessSync, constants } from "node:fs";
import type { CredentialFiles } from "./credentials.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  ENOTDIR: "no such file",
  EACCES: "permission denied",
};

export const nodeCredentialFiles: CredentialFiles = {
  unreadable: (path) => {
    try {
      accessSync(path, constants.R_OK);
      return undefined;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "unknown";
      return REASONS[code] ?? code;
    }
  },
};
