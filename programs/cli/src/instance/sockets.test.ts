/** Names of sockets are removed wherever they are, and nothing else is. */

import assert from "node:assert/strict";
import { once } from "node:events";
import {
  link,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { placesOf } from "./folders.ts";
import { removeSockets } from "./sockets.ts";

test("sockets of a device and of its VMs are removed, and nothing behind a link", async (t) => {
  const base = await mkdtemp(join(tmpdir(), "g-"));
  t.after(() => rm(base, { recursive: true }));
  const folder = placesOf({ GHAF_STATE_DIR: base }).instance("d");
  const dir = folder.machine("app-vm");
  await mkdir(join(dir, "qemu"), { recursive: true });
  await mkdir(join(base, "else"));
  const socket = join(base, "else", "s");
  const server = createServer().listen(socket);
  await once(server, "listening");
  t.after(() => server.close());
  const names = [folder.door, join(dir, "a.sock"), join(dir, "qemu", "b.sock")];
  for (const name of names) await link(socket, name);
  await writeFile(join(dir, "qemu", "kept"), "");
  await writeFile(join(folder.path, "microvms", "no-folder"), "");
  await symlink(join(base, "else"), join(dir, "current"));
  await removeSockets(folder);
  assert.deepEqual(await readdir(folder.path), ["microvms"]);
  assert.deepEqual((await readdir(dir)).sort(), ["current", "qemu"]);
  assert.deepEqual(await readdir(join(dir, "qemu")), ["kept"]);
  assert.deepEqual(await readdir(join(base, "else")), ["s"]);
});
