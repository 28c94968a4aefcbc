/** Folders of a device that another user could change are refused. */

import assert from "node:assert/strict";
import {
  chmod,
  chown,
  lchown,
  mkdir,
  mkdtemp,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { makeOwnFolder } from "./own-folder.ts";

async function setUp(t: TestContext) {
  const base = await mkdtemp(join(tmpdir(), "ghaf-own-"));
  t.after(() => rm(base, { recursive: true }));
  return join(base, "state");
}

const refused = { code: "configuration" };

test("a folder that is missing is made for its owner alone, and found again", async (t) => {
  const path = await setUp(t);
  await makeOwnFolder(join(path, "instances"));
  assert.equal((await stat(path)).mode & 0o777, 0o700);
  await makeOwnFolder(join(path, "instances"));
});

test("one that others may write in is refused", async (t) => {
  const path = await setUp(t);
  await mkdir(path);
  for (const mode of [0o777, 0o1777, 0o770]) {
    await chmod(path, mode);
    await assert.rejects(makeOwnFolder(path), refused);
  }
  await chmod(path, 0o755);
  await makeOwnFolder(path);
});

test("one that cannot be made says so, and where to choose another", async (t) => {
  const path = await setUp(t);
  await writeFile(path, "");
  for (const wanted of [path, join(path, "instances")]) {
    await assert.rejects(makeOwnFolder(wanted), {
      code: "failed",
      message: /state.* cannot be made: /,
      hints: [
        "be root, or set GHAF_STATE_DIR to a folder that can be written in",
      ],
    });
  }
});

test("a link of our own leads where it leads", async (t) => {
  const path = await setUp(t);
  await mkdir(`${path}.there`, { mode: 0o700 });
  await symlink(`${path}.there`, path);
  await makeOwnFolder(path);
  await chmod(`${path}.there`, 0o777);
  await assert.rejects(makeOwnFolder(path), refused);
});

const skip =
  process.geteuid?.() === 0 ? false : "only root can give files away";

test("one of another user is refused, and so is another's link", {
  skip,
}, async (t) => {
  const path = await setUp(t);
  await mkdir(path);
  await chown(path, 12_345, 12_345);
  await assert.rejects(makeOwnFolder(path), refused);
  await chown(path, 0, 0);
  await symlink(path, `${path}.link`);
  await makeOwnFolder(`${path}.link`);
  await lchown(`${path}.link`, 12_345, 12_345);
  await assert.rejects(makeOwnFolder(`${path}.link`), refused);
});
