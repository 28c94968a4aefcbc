import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Lock } from "@ghaf/plan";
import { changeLock, readLock, rememberPackages } from "./lock-file.ts";

const packages = (suite: string): Lock["packages"] => ({ suite });

async function lockWith(t: TestContext, suite: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "ghaf-lock-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "ghaf.lock.json");
  await changeLock(path, (lock) => ({
    ...{ lock: { ...lock, packages: packages(suite) }, result: undefined },
  }));
  return path;
}

test("a build that resolved nothing leaves what another command resolved meanwhile", async (t) => {
  const path = await lockWith(t, "newer");
  const { ino } = statSync(path);
  const [began, built] = [packages("older"), packages("older")];
  await rememberPackages(path, { began, built });
  assert.equal(statSync(path).ino, ino);
});

test("a build that resolved is refused when another command did so meanwhile, and else remembered", async (t) => {
  const path = await lockWith(t, "older");
  const began = packages("older");
  const built = packages("newest");
  await rememberPackages(path, { began, built });
  assert.deepEqual((await readLock(path)).packages, built);
  // The other one came to the same.
  await rememberPackages(path, { began, built });

  const before = readFileSync(path, "utf8");
  const other = { began, built: packages("newer") };
  await assert.rejects(rememberPackages(path, other), {
    message: /another command has changed its packages/,
  });
  assert.equal(readFileSync(path, "utf8"), before);
});
