/** Whether the image that `current` leads to is as it was built: better said now than by a guest that fails in its midst. */

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, readlink, stat } from "node:fs/promises";
import { join } from "node:path";
import { RunnerError, reasonOf, systemCode } from "../errors.ts";
import { isObject } from "../qmp/message.ts";
import { IMAGE_LINK } from "./image-key.ts";

/** What a person does when an image is not as it was built. */
const REMEDY = "make it anew with `ghaf build --force`";

const MANIFEST = join(IMAGE_LINK, "manifest.json");

/** Small enough for a start; the root, some hundred MiB, is compared by its size. */
const HASHED: readonly string[] = ["vmlinux", "initrd.cpio"];

/**
 * Of the state directory, which is the working directory; without a link there
 * is no image to check.
 * @throws RunnerError `image` that names the file
 */
export async function checkImage(): Promise<void> {
  const target = await linkTarget();
  if (target === undefined) return;
  for (const file of await filesOf(target)) await checkFile(file);
}

async function linkTarget(): Promise<string | undefined> {
  try {
    return await readlink(IMAGE_LINK);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    // A folder in the place of the link.
    if (systemCode(error) === "EINVAL") return IMAGE_LINK;
    throw error;
  }
}

interface ImageFile {
  readonly path: string;
  readonly bytes: number;
  /** Undefined: only its size is compared. */
  readonly sha256: string | undefined;
}

async function filesOf(target: string): Promise<ImageFile[]> {
  const manifest: unknown = parse(await readManifest(target));
  const files = isObject(manifest) ? manifest["files"] : undefined;
  if (!isObject(files)) throw damaged(MANIFEST, "is not that of an image");
  return Object.entries(files).map(([name, record]) => {
    const { bytes, sha256 } = isObject(record) ? record : {};
    if (typeof bytes !== "number" || typeof sha256 !== "string") {
      throw damaged(MANIFEST, `does not tell the size of ${name}`);
    }
    const hash = HASHED.includes(name) ? sha256 : undefined;
    return { path: join(IMAGE_LINK, name), bytes, sha256: hash };
  });
}

async function readManifest(target: string): Promise<string> {
  try {
    return await readFile(MANIFEST, "utf8");
  } catch (cause) {
    if (systemCode(cause) !== "ENOENT") {
      throw damaged(MANIFEST, `cannot be read: ${reasonOf(cause)}`, cause);
    }
    const why = `leads to ${target}, where there is no image`;
    throw damaged(IMAGE_LINK, why, cause);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(MANIFEST, "is not JSON", cause);
  }
}

async function checkFile({ path, bytes, sha256 }: ImageFile): Promise<void> {
  const size = await sizeOf(path);
  if (size === undefined) throw damaged(path, "does not exist");
  if (size !== bytes) {
    throw damaged(path, `is damaged: it has ${size} bytes instead of ${bytes}`);
  }
  if (sha256 === undefined || (await hashOf(path)) === sha256) return;
  throw damaged(path, "is damaged: it does not have the hash of its manifest");
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}

function damaged(file: string, why: string, cause?: unknown): RunnerError {
  const text = `${file} ${why}: ${REMEDY}`;
  return new RunnerError("image", text, { value: file, cause });
}
