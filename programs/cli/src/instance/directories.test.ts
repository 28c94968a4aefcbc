import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { makeDirectories } from "./directories.ts";
import { placesOf } from "./folders.ts";

const OWN = { owner: process.getuid?.() ?? 0, group: process.getgid?.() ?? 0 };

test("directories that VMs see are made once, and nothing else is taken for one", async (t) => {
  const base = await mkdtemp(join(tmpdir(), "ghaf-directories-"));
  t.after(() => rm(base, { recursive: true, force: true }));
  const folder = placesOf({ GHAF_STATE_DIR: base }).instance("desk");
  const wanted = [
    { path: "shared/all", mode: 0o700, ...OWN },
    { path: "shared/all/part", mode: 0o700, ...OWN },
  ];
  await makeDirectories(folder, wanted);
  const all = join(folder.path, "shared/all");
  assert.equal((await stat(join(all, "part"))).mode & 0o777, 0o700);
  await mkdir(join(all, "part/kept"));
  await makeDirectories(folder, wanted);
  await stat(join(all, "part/kept"));
  await rm(join(all, "part"), { recursive: true });
  await symlink("/etc", join(all, "part"));
  await assert.rejects(makeDirectories(folder, wanted), {
    code: "failed",
    message: `${all}/part, which VMs are to see, is no directory`,
  });
});

test("those that are there get their mode too, whatever the umask is", async (t) => {
  const base = await mkdtemp(join(tmpdir(), "ghaf-directories-"));
  t.after(() => rm(base, { recursive: true, force: true }));
  const folder = placesOf({ GHAF_STATE_DIR: base }).instance("desk");
  const wanted = [{ path: "shared/all", mode: 0o775, ...OWN }];
  const before = process.umask(0o077);
  t.after(() => process.umask(before));
  const all = join(folder.path, "shared/all");
  const modeOf = async () => (await stat(all)).mode & 0o777;
  await makeDirectories(folder, wanted);
  assert.equal(await modeOf(), 0o775);
  await chmod(all, 0o700);
  await makeDirectories(folder, wanted);
  assert.equal(await modeOf(), 0o775);
});
