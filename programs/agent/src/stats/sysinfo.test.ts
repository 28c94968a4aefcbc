import assert from "node:assert/strict";
import { test } from "node:test";
import { createFakeTools } from "./fake-tools.ts";
import { createInstalledTools } from "./installed-tools.ts";
import { readSystemInfo } from "./sysinfo.ts";

function bootctl(line: string) {
  const bootctl = `System:\n      Firmware: UEFI 2.70\n${line}\n  TPM2 Support: yes\n`;
  return readSystemInfo(createFakeTools({ bootctl }));
}

test("what the tools say", async () => {
  const tools = createFakeTools({
    "ghaf-version": "25.12\n",
    bootctl: " Secure Boot: enabled (user)\n",
    lsblk: "disk\npart\ncrypt\nlvm\n",
  });
  assert.deepEqual(await readSystemInfo(tools), {
    ghafVersion: "25.12",
    secureBoot: true,
    diskEncrypted: true,
  });
});

test("secure boot, as bootctl words it", async () => {
  const on = await bootctl("   Secure Boot: enabled (deployed)");
  const off = await bootctl("   Secure Boot: disabled (setup)");
  const unknown = await bootctl("   Secure Boot: not supported");
  assert.deepEqual(
    [on.secureBoot, off.secureBoot, unknown.secureBoot],
    [true, false, undefined],
  );
  assert.equal((await bootctl("")).secureBoot, undefined);
});

test("a machine without an encrypted disk, and one that cannot tell", async () => {
  const plain = createFakeTools({ lsblk: "disk\npart\nrom\n" });
  assert.equal((await readSystemInfo(plain)).diskEncrypted, false);
  assert.deepEqual(await readSystemInfo(createFakeTools({})), {
    ghafVersion: undefined,
    secureBoot: undefined,
    diskEncrypted: undefined,
  });
});

test("runs each tool with a deadline; one that fails has no output", async () => {
  const ran: string[] = [];
  const tools = createInstalledTools(async ({ tool, args, deadlineMs }) => {
    assert.ok(deadlineMs < 5_000);
    ran.push([tool, ...args].join(" "));
    if (tool === "lsblk") throw new Error("no");
    return tool;
  });
  const info = await readSystemInfo(tools);
  assert.deepEqual(ran, [
    "ghaf-version",
    "bootctl --no-pager status",
    "lsblk -rno TYPE",
  ]);
  assert.equal(info.ghafVersion, "ghaf-version");
  assert.equal(info.diskEncrypted, undefined);
});
