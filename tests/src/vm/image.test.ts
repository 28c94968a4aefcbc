/** An image is the same wherever, whenever and under whatever umask it is built, and without the mirror. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import {
  type ImageLock,
  type ImageManifest,
  openStore,
  type PinnedPackage,
  type Progress,
} from "@ghaf/image";
import { waitFor } from "../machine/wait-for.ts";
import {
  type BuiltImage,
  buildInto,
  buildOffline,
  ensureImage,
  imageCache,
  testRoles,
} from "./built-image.ts";

describe("an image", () => {
  let first: BuiltImage;
  let folder: string;
  const umask = process.umask();

  before(async () => {
    first = await ensureImage();
    folder = await mkdtemp(join(tmpdir(), "ghaf-image-"));
  });
  after(async () => {
    process.umask(umask);
    await rm(folder, { recursive: true, force: true });
  });

  it("has the files that its manifest tells", async (t) => {
    const manifest = await manifestOf(first.folder);
    for (const [name, { bytes, sha256 }] of Object.entries(manifest.files)) {
      const content = await readFile(join(first.folder, name));
      assert.equal(content.length, bytes, name);
      assert.equal(hashOf(content), sha256, name);
      t.diagnostic(`${name}: ${(bytes / (1 << 20)).toFixed(1)} MiB`);
    }
    const { kernel, busybox, base, sets } = first.lock;
    const added = sets["app"]?.packages ?? [];
    assert.deepEqual(
      added.map(({ name }) => name),
      ["busybox"],
    );
    const all = [kernel, busybox, ...base.packages, ...added];
    assert.deepEqual(manifest.packages, all);
  });

  it("is found when nothing changed", async () => {
    const told: Progress[] = [];
    await ensureImage("app", (progress) => told.push(progress));
    const found = told.filter(({ state }) => state === "found");
    assert.deepEqual(
      found.map(({ step }) => step),
      ["packages", "base", "set", "kernel", "root", "initrd", "image"],
    );
  });

  it("of another role has the same kernel and initrd, and its own packages", async () => {
    const net = await manifestOf((await ensureImage("net")).folder);
    const app = await manifestOf(first.folder);
    const { "root.erofs": netRoot, ...netRest } = net.files;
    const { "root.erofs": appRoot, ...appRest } = app.files;
    assert.deepEqual(netRest, appRest);
    assert.notEqual(netRoot.sha256, appRoot.sha256);
    const names = net.packages.map(({ name }) => name);
    assert.ok(names.includes("systemd-resolved") && !names.includes("busybox"));
  });

  it("is the same to the byte when it is built elsewhere, offline, with another umask, twice at once, after a build that was killed", async () => {
    const elsewhere = join(folder, "another place/store");
    await copyPackages(join(imageCache(), "store"), elsewhere);
    process.umask(0o077);
    await killBuild(elsewhere, first.lock);
    const built = await Promise.all([
      buildOffline(elsewhere, first.lock),
      buildOffline(elsewhere, first.lock),
    ]);
    process.umask(umask);
    assert.deepEqual(built[0], built[1]);
    const text = (path: string) =>
      readFile(join(path, "manifest.json"), "utf8");
    for (const [index, role] of testRoles.entries()) {
      const { folder: here } = await ensureImage(role);
      assert.equal(await text(built[0][index] ?? ""), await text(here), role);
    }
    assert.deepEqual(await readdir(join(elsewhere, "parts")), []);
  });

  it("is refused when the mirror's file is not the pinned one", async () => {
    const store = await openStore(join(folder, "other"));
    const busybox = { ...first.lock.busybox, sha256: "0".repeat(64) };
    const nothing = { wanted: [], packages: [] };
    const locked = (one: PinnedPackage): ImageLock => ({
      ...{ ...first.lock, kernel: one, busybox: one },
      ...{ base: nothing, sets: { app: nothing } },
    });
    const build = (one: PinnedPackage) =>
      buildInto(store, { lock: locked(one), role: "app" });
    await assert.rejects(build(busybox), { code: "wrong-hash" });
    const gone = { ...busybox, version: "0.0.1-1" };
    await assert.rejects(build(gone), {
      code: "package-gone",
      message: /0\.0\.1-1.*ghaf lock update/,
    });
    await store.close();
  });
});

/** No measure of speed. */
const PATIENCE_MS = 300_000;

/** Begins to build in another process, and kills that in the middle of the longest step. */
async function killBuild(place: string, lock: ImageLock): Promise<void> {
  const main = fileURLToPath(new URL("building-main.js", import.meta.url));
  const builder = spawn(process.execPath, [main, place], {
    stdio: ["pipe", "inherit", "inherit"],
  });
  builder.stdin.end(JSON.stringify(lock));
  await waitFor("a base that is being made", () => rootIn(place), PATIENCE_MS);
  builder.kill("SIGKILL");
  await once(builder, "close");
  await waitFor("the end of its programs", () => !isNamed(place), PATIENCE_MS);
}

async function rootIn(place: string): Promise<boolean> {
  const parts = join(place, "parts");
  const names = await readdir(parts);
  return names.some((name) => existsSync(join(parts, name, "output/root/usr")));
}

/** Whether a process has the path in its words. */
function isNamed(path: string): boolean {
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .some((name) => commandOf(name).includes(path));
}

/** Empty for a process that is gone. */
function commandOf(process: string): string {
  try {
    return readFileSync(`/proc/${process}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** Only what was fetched: everything that is made must be made again. */
async function copyPackages(from: string, to: string): Promise<void> {
  await mkdir(join(to, "results"), { recursive: true });
  for (const key of await readdir(join(from, "results"))) {
    const result = join(from, "results", key);
    const note = JSON.parse(await readFile(join(result, "step.json"), "utf8"));
    if (note.name !== "package") continue;
    await cp(result, join(to, "results", key), { recursive: true });
  }
}

async function manifestOf(image: string): Promise<ImageManifest> {
  const text = await readFile(join(image, "manifest.json"), "utf8");
  return JSON.parse(text) as ImageManifest;
}

function hashOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
