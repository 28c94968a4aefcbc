import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { promisify } from "node:util";
import { AgentError } from "../errors.ts";
import { checkArguments } from "./argument-files.ts";

/** A tree with an allowed directory `docs`, its sibling `docsx`, and `secret` beside them. */
let root = "";
let docs = "";
beforeEach(async () => {
  root = await mkdtemp(join(await realpath(tmpdir()), "ghaf-args-"));
  docs = join(root, "docs");
  await mkdir(join(docs, "sub"), { recursive: true });
  await mkdir(join(root, "docsx"));
  await writeFile(join(docs, "file"), "allowed");
  await writeFile(join(docs, "sub", "a (1) [2] {3}"), "allowed");
  await writeFile(join(root, "docsx", "file"), "secret");
  await writeFile(join(root, "secret"), "secret");
});
afterEach(() => rm(root, { recursive: true }));

function files(...untrusted: string[]) {
  return checkArguments({ args: ["file"], directories: [docs] }, untrusted);
}

async function assertRefused(...untrusted: string[]): Promise<void> {
  for (const argument of untrusted) {
    await assert.rejects(files(argument), (error) => {
      assert.ok(error instanceof AgentError);
      assert.equal(error.code, "invalid-request");
      assert.match(error.message, /^invalid application argument: /);
      return true;
    });
  }
}

test("a file in an allowed directory is passed on", async () => {
  const odd = join(docs, "sub", "a (1) [2] {3}");
  assert.deepEqual(await files(join(docs, "file"), odd, docs), [
    join(docs, "file"),
    odd,
    docs,
  ]);
});

test("what does not exist, is elsewhere or not in normal form is refused", async () => {
  await assertRefused(
    join(docs, "missing"),
    join(docs, "file "),
    join(root, "secret"),
    `${docs}/../secret`,
    `${docs}/sub/../file`,
    `${docs}//file`,
    `${docs}/file/`,
    `/${docs}/file`,
    "docs/file",
    "file",
    "",
    "/",
    "-x",
  );
});

test("a sibling whose name begins the same is elsewhere", async () => {
  await assertRefused(join(root, "docsx", "file"), join(root, "docsx"));
});

test("a link is passed on as what it leads to, inside", async () => {
  await symlink("file", join(docs, "link"));
  await symlink("sub", join(docs, "dir"));
  assert.deepEqual(
    await files(join(docs, "link"), join(docs, "dir", "a (1) [2] {3}")),
    [join(docs, "file"), join(docs, "sub", "a (1) [2] {3}")],
  );
});

test("a link that leads outside is refused, whichever component it is", async () => {
  await symlink(join(root, "secret"), join(docs, "link"));
  await symlink("../docsx", join(docs, "dir"));
  await symlink("..", join(docs, "up"));
  await symlink("link2", join(docs, "link2"));
  await symlink("missing", join(docs, "dangling"));
  await assertRefused(
    join(docs, "link"),
    join(docs, "dir", "file"),
    join(docs, "up", "secret"),
    join(docs, "link2"),
    join(docs, "dangling"),
  );
});

test("a link that is swapped after the check is harmless", async () => {
  const link = join(docs, "link");
  await symlink("file", link);
  const [passed = ""] = await files(link);
  await symlink(join(root, "secret"), join(docs, "new"));
  await rename(join(docs, "new"), link);
  assert.equal(await readFile(link, "utf8"), "secret");
  assert.equal(await readFile(passed, "utf8"), "allowed");
});

test("a link that is swapped during the checks never leads outside", async () => {
  const link = join(docs, "link");
  await symlink("file", link);
  let swapping = true;
  const swap = async () => {
    for (let round = 0; swapping; round++) {
      const target = round % 2 === 0 ? join(root, "secret") : "file";
      await symlink(target, join(docs, "new"));
      await rename(join(docs, "new"), link);
    }
  };
  const swapper = swap();
  for (let round = 0; round < 300; round++) {
    const passed = await files(link).catch(() => undefined);
    if (passed !== undefined) assert.deepEqual(passed, [join(docs, "file")]);
  }
  swapping = false;
  await swapper;
});

test("a link out of a directory that is named is refused though its target is allowed", async () => {
  await symlink(join(docs, "file"), join(root, "docsx", "link"));
  await assertRefused(join(root, "docsx", "link"));
});

test("the allowed directory may itself be a link, or end in a slash", async () => {
  const named = join(root, "named");
  await symlink("docs", named);
  for (const directory of [named, `${named}/`]) {
    assert.deepEqual(
      await checkArguments({ args: ["file"], directories: [directory] }, [
        join(named, "file"),
      ]),
      [join(docs, "file")],
    );
  }
});

test("everything is in the root directory", async () => {
  const path = join(root, "secret");
  const allowed = { args: ["file"], directories: ["/"] } as const;
  assert.deepEqual(await checkArguments(allowed, [path]), [path]);
});

test("a directory that does not exist allows nothing, and takes nothing from others", async () => {
  const path = join(docs, "file");
  const gone = join(root, "gone");
  const both = { args: ["file"], directories: [gone, docs] } as const;
  assert.deepEqual(await checkArguments(both, [path]), [path]);
  await assert.rejects(
    checkArguments({ args: ["file"], directories: [gone] }, [path]),
  );
  await assert.rejects(
    checkArguments({ args: ["file"], directories: [] }, [path]),
  );
});

test("a fifo is found without waiting for a writer", async () => {
  const fifo = join(docs, "fifo");
  await promisify(execFile)("mkfifo", [fifo]);
  assert.deepEqual(await files(fifo), [fifo]);
});

test("each argument may be of any kind that is allowed, and of no other", async () => {
  const all = { args: ["flag", "url", "file"], directories: [docs] } as const;
  const list = ["--new", "https://example.com", join(docs, "file")];
  assert.deepEqual(await checkArguments(all, list), list);
  const flags = { args: ["flag"], directories: [] } as const;
  await assert.rejects(checkArguments(flags, ["-x", "https://example.com"]), {
    message: "invalid application argument: https://example.com",
  });
  await assert.rejects(checkArguments({ args: [], directories: [] }, ["-x"]));
  assert.deepEqual(await checkArguments({ args: [], directories: [] }, []), []);
});

test("the refused argument is shown so that it cannot break a line", async () => {
  await assert.rejects(files("a\nb"), {
    message: 'invalid application argument: "a\\nb"',
  });
  await assert.rejects(files("x".repeat(100_000)), (error) => {
    assert.ok(error instanceof Error && error.message.length < 200);
    return true;
  });
});
