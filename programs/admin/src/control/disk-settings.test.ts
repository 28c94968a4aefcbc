/** Settings on a real file system: whole or not at all. */

import assert from "node:assert/strict";
import {
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { AdminError } from "../errors.ts";
import { diskSettings } from "./disk-settings.ts";

async function inDirectory(work: (directory: string) => Promise<void>) {
  const directory = await mkdtemp(join(tmpdir(), "ghaf-settings-"));
  try {
    await work(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

test("what was written is read, replaced as a whole, and leaves nothing beside it", () =>
  inDirectory(async (directory) => {
    const settings = diskSettings(directory);
    assert.equal(await settings.read("timezone.conf"), undefined);
    await settings.write("timezone.conf", "America/Argentina/Rio_Gallegos");
    const before = await stat(join(directory, "timezone.conf"));
    await settings.write("timezone.conf", "UTC");
    const after = await stat(join(directory, "timezone.conf"));
    assert.equal(await settings.read("timezone.conf"), "UTC");
    assert.notEqual(after.ino, before.ino);
    assert.equal(after.mode & 0o777, 0o644);
    assert.deepEqual(await readdir(directory), ["timezone.conf"]);
  }));

test("a failure names the file, and what was there stays", () =>
  inDirectory(async (directory) => {
    const file = join(directory, "file");
    await writeFile(file, "not a directory");
    const settings = diskSettings(file);
    const failed = (verb: string) => (error: unknown) =>
      error instanceof AdminError &&
      error.code === "storage" &&
      error.message === `cannot ${verb} ${file}/timezone.conf: ENOTDIR`;
    await assert.rejects(
      settings.write("timezone.conf", "UTC"),
      failed("write"),
    );
    await assert.rejects(settings.read("timezone.conf"), failed("read"));
    assert.equal(await readFile(file, "utf8"), "not a directory");
  }));
