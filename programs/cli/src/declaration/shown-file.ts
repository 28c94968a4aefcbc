/** How a file is called in messages: the platform's own from its repository, a person's from where the person is. */

import { isAbsolute, relative, sep } from "node:path";
import { repositoryFolder } from "./repository.ts";

/** @param folder where the person is */
export function shownFile(file: string, folder: string): string {
  // A label that is no file.
  if (!isAbsolute(file)) return file;
  const own = relative(repositoryFolder(), file);
  if (own.startsWith(`packages${sep}`)) return own;
  const near = relative(folder, file);
  if (near === "") return ".";
  return near.length < file.length ? near : file;
}
