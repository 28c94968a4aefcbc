import assert from "node:assert/strict";
import { once } from "node:events";
import {
  mkdir,
  mkdtemp,
  realpath,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Share } from "../spec/launch-spec.ts";
import { accepting, isListening } from "./listening.ts";
import { sharedFolder } from "./shared-folder.ts";
import { flavourOf, virtiofsdCommand } from "./virtiofsd.ts";

const DATA: Share = {
  ...{ tag: "data", source: "/srv/data", readOnly: false, socket: "data.sock" },
  ...{ threads: undefined, fileHandles: undefined, extraArgs: [] },
};
const FOLDER = { path: "/srv/data", identity: "1:2" };

async function temporary(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), "ghaf-server-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test("the two programs called virtiofsd are told apart by what they say", () => {
  assert.equal(flavourOf("virtiofsd 1.13.2\n"), "rust");
  const old = "virtiofsd version 7.2.22 (Debian 1:7.2)\nCopyright (c) 2003\n";
  assert.equal(flavourOf(old), "c");
});

/** Its words behind those of the shell, whose arguments come first. */
function wordsOf(share: Partial<Share>, flavour: "rust" | "c") {
  const server = { flavour, processors: 3, program: "/v", socket: "q/d.sock" };
  const words = virtiofsdCommand({ ...DATA, ...share }, FOLDER, server);
  const shell = words.lastIndexOf("sh");
  const [path, identity, options, program, ...own] = words.slice(shell + 1);
  assert.deepEqual([path, identity, program], ["/srv/data", "1:2", "/v"]);
  return { options, own };
}

test("each gets its own words, a socket, a sandbox and as few rights as will do", () => {
  assert.deepEqual(wordsOf({}, "rust"), {
    options: "rw,nosuid,nodev",
    own: [
      ...["--socket-path", "q/d.sock", "--shared-dir", "/mnt"],
      ...["--sandbox", "namespace", "--modcaps=-mknod:-setfcap"],
      ...["--xattr", "--posix-acl", "--thread-pool-size", "3"],
      ...["--log-level", "warn"],
    ],
  });
  assert.deepEqual(wordsOf({}, "c"), {
    options: "rw,nosuid,nodev",
    own: [
      ...["--socket-path=q/d.sock", "-o"],
      "source=/mnt,sandbox=namespace,modcaps=-mknod:-setfcap,xattr,posix_acl,log_level=err",
      "--thread-pool-size=3",
    ],
  });
});

test("what a share asks for reaches its server", () => {
  const asked = {
    ...({ readOnly: true, threads: 1, fileHandles: "prefer" } as const),
    extraArgs: ["--log-level=off"],
  };
  const { options, own } = wordsOf(asked, "rust");
  assert.equal(options, "ro,nosuid,nodev");
  assert.deepEqual(own.slice(-5), [
    ...["--readonly", "--thread-pool-size", "1"],
    ...["--inode-file-handles=prefer", "--log-level=off"],
  ]);
  // Of the older one the mount alone is read-only, and what it lacks is left out or refused.
  const old = wordsOf(asked, "c");
  assert.equal(old.options, "ro,nosuid,nodev");
  assert.deepEqual(old.own.slice(-2), [
    "--thread-pool-size=1",
    "--log-level=off",
  ]);
  assert.throws(() => wordsOf({ fileHandles: "mandatory" }, "c"), {
    code: "server",
    message: /share data wants file handles, .* package virtiofsd does$/,
  });
});

test("a shared folder is there and is what its path says", async (t) => {
  const top = await temporary(t);
  await mkdir(join(top, "real/inner"), { recursive: true });
  await writeFile(join(top, "file"), "");
  await symlink("real", join(top, "link"));
  const look = (name: string) =>
    sharedFolder({ ...DATA, source: join(top, name) });
  const { path, identity } = await look("real/../real/inner");
  assert.equal(path, join(top, "real/inner"));
  assert.match(identity, /^\d+:\d+$/);
  await assert.rejects(look("absent"), {
    code: "missing-file",
    message: `folder ${top}/absent of the share data does not exist: mkdir -p ${top}/absent`,
  });
  await assert.rejects(look("link"), {
    code: "server",
    message: `folder ${top}/link of the share data is no folder, or is behind a link`,
  });
  await assert.rejects(look("link/inner"), {
    code: "server",
    message: new RegExp(`is behind a link: it is ${top}/real/inner`),
  });
  await assert.rejects(look("file"), { code: "server" });
});

test("a socket is listened at or not, which nobody has to connect for", async (t) => {
  const path = join(await temporary(t), "a b.sock");
  assert.equal(await isListening(path), false);
  const server = createServer(() => assert.fail("somebody has connected"));
  server.listen(path);
  await once(server, "listening");
  assert.equal(await isListening(path), true);
  server.close();
  await once(server, "close");
  assert.equal(await isListening(path), false);
});

test("a socket that is bound but not listened at accepts nothing", () => {
  const row = (flags: string, path: string) =>
    `000000007b7f92b1: 00000002 00000000 ${flags} 0001 01 51934 ${path}\n`;
  const table = `${row("00000000", "a.sock")}${row("00010000", "b.sock")}`;
  assert.equal(accepting(table, "a.sock"), false);
  assert.equal(accepting(table, "b.sock"), true);
  assert.equal(accepting(table, "sock"), false);
  assert.equal(accepting("", "b.sock"), false);
});
