import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readlinkSync } from "node:fs";
import {
  type FileHandle,
  link,
  mkdir,
  mkdtemp,
  open,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { collectGarbage, discardBuilt } from "./collect.ts";
import { takeLock } from "./lock.ts";
import { openStore, type Store } from "./store.ts";

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ghaf-store-"));
  store = await openStore(folder);
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const step = (word: string) => ({
  name: "test",
  inputs: { word },
  bytes: 1_000,
});

const write = (word: string) => (into: string) =>
  writeFile(join(into, "word"), word);

test("a result is made once and found from then on", async () => {
  const made = await store.result(step("a"), write("a"));
  assert.equal(made.found, false);
  const found = await store.result(step("a"), () => assert.fail());
  assert.deepEqual(found, { ...made, found: true });
  assert.equal(await readFile(join(found.path, "word"), "utf8"), "a");
  assert.deepEqual(await store.find(step("a")), found);
});

test("other inputs, another name and other results used are another result", async () => {
  const a = await store.result(step("a"), write("a"));
  const steps = [
    step("b"),
    { ...step("a"), name: "other" },
    { ...step("a"), uses: [a] },
  ];
  for (const other of steps) {
    assert.equal(await store.find(other), undefined);
    const made = await store.result(other, write("b"));
    assert.notEqual(made.key, a.key);
  }
});

test("a failure leaves nothing, and the next attempt makes it", async () => {
  const fails = async (into: string) => {
    await write("half")(into);
    throw new Error("no");
  };
  await assert.rejects(store.result(step("a"), fails), /no/);
  assert.deepEqual(readdirSync(join(folder, "parts")), []);
  const made = await store.result(step("a"), write("whole"));
  assert.equal(await readFile(join(made.path, "word"), "utf8"), "whole");
});

test("a result has its name once all of it is on the disk, and so has its root", async (t) => {
  const synced = await syncs(t);
  const made = await store.result(step("a"), async (into) => {
    await write("a")(into);
    await mkdir(join(into, "below"));
    await write("b")(join(into, "below"));
    await symlink("word", join(into, "link"));
  });
  const { name, paths } = partOf(synced);
  assert.match(name, new RegExp(`^${made.key}\\.`));
  assert.deepEqual(paths.sort(), [
    ...["", "/output", "/output/below", "/output/below/word", "/output/word"],
    "/step.json",
  ]);
  assert.equal(synced.at(-1), join(folder, "results"));
  await store.root("named", made);
  assert.equal(synced.at(-1), join(folder, "roots"));
});

test("a result of many files is written out with its disk", async (t) => {
  const synced = await syncs(t);
  const made = await store.result(step("many"), async (into) => {
    const names = Array.from({ length: 200 }, (_, index) => `${index}`);
    await Promise.all(names.map((name) => writeFile(join(into, name), name)));
  });
  assert.deepEqual(synced, [join(folder, "results")]);
  assert.equal(readdirSync(made.path).length, 200);
});

/** What fsync(2) is asked of, from now on. */
async function syncs(t: TestContext): Promise<readonly string[]> {
  const handle = await open(folder);
  const files = Object.getPrototypeOf(handle);
  await handle.close();
  const paths: string[] = [];
  const original = files.sync;
  t.mock.method(files, "sync", function (this: FileHandle) {
    paths.push(readlinkSync(`/proc/self/fd/${this.fd}`));
    return original.call(this);
  });
  return paths;
}

/** The one folder of parts in which something was synced, and what in it. */
function partOf(synced: readonly string[]) {
  const below = join(folder, "parts/");
  const inParts = synced.filter((path) => path.startsWith(below));
  const words = inParts.map((path) => path.slice(below.length));
  const [name = ""] = new Set(words.map((path) => path.split("/")[0]));
  return { name, paths: words.map((path) => path.slice(name.length)) };
}

test("two builds at once make it once", async () => {
  const other = await openStore(folder);
  let count = 0;
  const make = async (into: string) => {
    count += 1;
    await write("a")(into);
  };
  const both = await Promise.all([
    store.result(step("a"), make),
    other.result(step("a"), make),
  ]);
  await other.close();
  assert.equal(count, 1);
  assert.equal(both[0].path, both[1].path);
});

test("a build that is killed midway leaves nothing that stops the next", async () => {
  const program = fileURLToPath(new URL("killed-main.js", import.meta.url));
  const killed = spawn(process.execPath, [program], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(killed.stdout, "data"); // it is in the middle, and holds the lock
  assert.equal(readdirSync(join(folder, "parts")).length, 1);
  killed.kill("SIGKILL");
  await once(killed, "close");
  const made = await store.result(step("killed"), write("whole"));
  assert.equal(made.found, false);
  assert.deepEqual(readdirSync(join(folder, "parts")), []);
});

test("of two that run alone under one name, the second waits", async () => {
  const other = await openStore(folder);
  const seen: string[] = [];
  const visit = (name: string) => async () => {
    seen.push(`${name} in`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    seen.push(`${name} out`);
  };
  await Promise.all([
    store.alone("door", visit("a")),
    other.alone("door", visit("b")),
  ]);
  await other.close();
  const [first] = seen[0]?.split(" ") ?? [];
  assert.deepEqual(seen.slice(0, 2), [`${first} in`, `${first} out`]);
  assert.equal(seen.length, 4);
});

test("what a root refers to is kept, with what that is made from", async () => {
  const a = await store.result(step("a"), write("a"));
  const b = await store.result({ ...step("b"), uses: [a] }, write("b"));
  const large = 1 << 20;
  const c = await store.result(step("c"), async (into) => {
    await writeFile(join(into, "large"), Buffer.alloc(large, "x"));
    await link(join(into, "large"), join(into, "second name"));
    await link(join(a.path, "word"), join(into, "word of another"));
  });
  await store.root("app", c);
  const named = await store.root("app", b);
  assert.equal(await readFile(join(named, "output/word"), "utf8"), "b");
  await assert.rejects(collectGarbage(folder), { code: "store-busy" });
  await store.close();
  const { freedBytes, ...counts } = await collectGarbage(folder);
  assert.deepEqual(counts, { kept: 2, removed: 1 });
  assert.ok(freedBytes >= large && freedBytes < 2 * large, `${freedBytes}`);
  assert.deepEqual(
    [a, b, c].map(({ path }) => existsSync(path)),
    [true, true, false],
  );
  store = await openStore(folder);
});

test("a store that cannot be made says where and why, and one that was never made is not busy", async () => {
  const file = join(folder, "a-file");
  await writeFile(file, "");
  await assert.rejects(openStore(join(file, "images")), {
    code: "store-unusable",
    message: /a-file.*: cannot be made: /,
  });
  const never = join(folder, "never");
  await assert.rejects(collectGarbage(never), { code: "ENOENT" });
  await assert.rejects(
    takeLock(join(never, "lock"), { mode: "exclusive", now: true }),
    { code: "store-unusable", message: /cannot be locked: No such file/ },
  );
});

test("no room is told before anything is made", async () => {
  const large = { ...step("a"), bytes: 1e18 };
  const making = store.result(large, () => assert.fail());
  await assert.rejects(making, {
    code: "disk-full",
    message:
      /parts: needs [0-9]+ MiB free on its disk, which has [0-9]+ MiB: make room/,
  });
});

test("whatever was made is discarded, whoever refers to it; what was fetched is kept", async () => {
  const fetched = await store.result(
    { ...step("deb"), name: "package" },
    write("deb"),
  );
  const made = await store.result(
    { ...step("root"), uses: [fetched] },
    write("root"),
  );
  await store.root("app", made);
  await store.close();
  const { kept } = await discardBuilt(folder);
  assert.equal(kept, 1);
  assert.deepEqual(readdirSync(join(folder, "results")), [fetched.key]);
  store = await openStore(folder);
});
