import assert from "node:assert/strict";
import {
  chmod,
  chown,
  copyFile,
  mkdtemp,
  readdir,
  rm,
  symlink,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { programFinder } from "./find-program.ts";
import { confined } from "./own-view.ts";
import { runProgram } from "./run-program.ts";

const find = programFinder("/usr/bin:/bin");
const NOBODY = { uid: 65_534, gid: 65_534, name: "nobody" };

async function place(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-view-"));
  t.after(() => rm(folder, { recursive: true }));
  return {
    folder,
    ...{ sockets: [], find, other: { account: NOBODY, groups: [] } },
  };
}

test("a program that could not be seen is refused, with where to put it", async (t) => {
  const where = await place(t);
  const program = join(where.folder, "qemu");
  await copyFile("/bin/true", program);
  await assert.rejects(confined([program], where), {
    code: "not-installed",
    message: /ghaf-view-.*\/qemu is not below \/usr, .*\/usr\/local$/,
  });
});

test("what is found behind links is started from where it is", async (t) => {
  const where = await place(t);
  const links = where.folder;
  for (const name of ["setpriv", "true"]) {
    await symlink(`/usr/bin/${name}`, join(links, name));
  }
  const finder = programFinder(`${links}:/usr/bin:/bin`);
  const argv = await confined([join(links, "true")], {
    ...where,
    find: finder,
  });
  const [end, inView] = argv.slice(argv.lastIndexOf(where.folder) + 1);
  assert.deepEqual([end, inView], ["--", "/usr/bin/setpriv"]);
  assert.equal(argv.at(-1), "/usr/bin/true");
});

const skip =
  process.geteuid?.() === 0 ? false : "only root makes such a view of files";

test("of the host's files there are programs, devices and the folder, from whatever search path it is made", {
  skip,
}, async (t) => {
  const where = await place(t);
  await chmod(where.folder, 0o755);
  const kept = await mkdtemp(join(tmpdir(), "ghaf-kept,mode="));
  t.after(() => rm(kept, { recursive: true }));
  await chown(kept, NOBODY.uid, NOBODY.gid);
  const look =
    "pwd; id -u; cd /; echo *; touch /usr/mine 2>&1; touch /kept/it; ls -A /etc";
  const sh = await find("sh");
  const argv = await confined([sh, "-c", look], { ...where, kept });
  const found = process.env["PATH"];
  process.env["PATH"] = "/usr/bin:/bin";
  t.after(() => {
    process.env["PATH"] = found;
  });
  const { stdout, complaint } = await runProgram({ argv, deadlineMs: 20_000 });
  assert.equal(complaint, "");
  const [folder, uid, names = "", refused, ...etc] = stdout.trim().split("\n");
  assert.deepEqual([folder, uid], [where.folder, "65534"]);
  assert.match(refused ?? "", /Read-only file system$/);
  assert.deepEqual(etc, ["ld.so.cache"]);
  const top = where.folder.split("/")[1] ?? "";
  assert.deepEqual(await readdir(kept), ["it"]);
  const seen = [
    ...["bin", "dev", "etc", "kept", "lib", "lib64", "proc", "sbin", "sys"],
  ];
  const others = names.split(" ").filter((name) => !seen.includes(name));
  assert.deepEqual(others, [top, "usr"].sort());
});
