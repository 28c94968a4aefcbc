import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { MAIN, stateDir } from "../fake-qemu/fake-vm.ts";

test("a specification is asked which of its shares would not be served, and nothing is started", async (t) => {
  const { folder, read } = await stateDir(t, []);
  const spec = JSON.parse(await read("spec.json"));
  await mkdir(join(folder, "there"));
  const share = (tag: string, readOnly = true) => ({
    ...{ tag, readOnly },
    source: join(folder, tag),
    socket: `${tag}.sock`,
  });
  const asked = (...shares: readonly object[]) => {
    const input = JSON.stringify({ ...spec, shares });
    const words = [MAIN, "check", folder];
    const options = { input, encoding: "utf8", timeout: 30_000 } as const;
    const { status, stdout } = spawnSync(process.execPath, words, options);
    return { status, stdout };
  };
  assert.deepEqual(asked(), { status: 0, stdout: "" });
  assert.deepEqual(asked(share("there")), { status: 0, stdout: "" });
  const { status, stdout } = asked(share("there"), share("gone"));
  const path = join(folder, "gone");
  assert.deepEqual(
    { status, stdout },
    {
      status: 1,
      stdout: `folder ${path} of the share gone does not exist: mkdir -p ${path}\n`,
    },
  );
});

test("a specification that cannot be read is refused", async (t) => {
  const { folder } = await stateDir(t, []);
  const words = [MAIN, "check", folder];
  const options = { input: "{", encoding: "utf8", timeout: 30_000 } as const;
  const { status, stderr } = spawnSync(process.execPath, words, options);
  assert.equal(status, 1);
  assert.match(stderr, /standard input is not JSON/);
});
