import assert from "node:assert/strict";
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { ProgramEnd } from "../program/run-program.ts";
import { findAccount } from "./account.ts";
import { actingAs, devicesOf, probeFor } from "./device-access.ts";

const account = { name: "ghaf-vm", uid: 990, gid: 980 };
const LINE = "ghaf-vm:x:990:980::/nonexistent:/usr/sbin/nologin\n";

function partsWith(end: Partial<ProgramEnd>, ownUid = 0) {
  const find = async (program: string) => program;
  const run = async () => ({
    ...{ code: 0, isLate: false, stdout: "", complaint: "" },
    ...end,
  });
  return { find, run, ownUid };
}

test("an id needs no account, and only root can take it", async () => {
  const unknown = partsWith({ code: 2 });
  const found = await findAccount("1879048200", unknown);
  assert.deepEqual([found?.uid, found?.gid], [1_879_048_200, 1_879_048_200]);
  await assert.rejects(findAccount("1879048200", partsWith({}, 1000)), {
    code: "account",
  });
});

test("an account is looked up; the runner's own is no other", async () => {
  const known = (ownUid?: number) => partsWith({ stdout: LINE }, ownUid);
  assert.deepEqual(await findAccount("ghaf-vm", known()), account);
  assert.equal(await findAccount("ghaf-vm", known(990)), undefined);
  assert.equal(await findAccount(undefined, known()), undefined);
});

test("an account that cannot be had is refused with the reason", async () => {
  await assert.rejects(findAccount("ghaf-vm", partsWith({ code: 2 })), {
    code: "account",
    message:
      "account ghaf-vm, which QEMU is to run as, does not exist: useradd --system --no-create-home --shell /usr/sbin/nologin ghaf-vm",
  });
  await assert.rejects(
    findAccount("ghaf-vm", partsWith({ stdout: LINE }, 1000)),
    {
      code: "account",
      message:
        "QEMU cannot run as ghaf-vm: only a runner of root can give it another account",
    },
  );
  const broken = partsWith({ code: 1, complaint: "no memory" });
  await assert.rejects(findAccount("ghaf-vm", broken), {
    message:
      "account ghaf-vm cannot be looked up: getent ended with 1: no memory",
  });
});

/** A folder in the place of /dev, with those devices and their modes. */
async function devicesWith(
  t: TestContext,
  modes: Readonly<Record<string, number>>,
): Promise<string> {
  const devices = await mkdtemp(join(tmpdir(), "ghaf-devices-"));
  t.after(() => rm(devices, { recursive: true }));
  await mkdir(join(devices, "net"));
  for (const [name, mode] of Object.entries(modes)) {
    const path = join(devices, name);
    await writeFile(path, "");
    await chmod(path, mode);
  }
  return devices;
}

test("QEMU gets the groups of its devices and no others", async (t) => {
  const devices = await devicesWith(t, { kvm: 0o660, "net/tun": 0o666 });
  const group = process.getuid?.() === 0 ? 105 : (process.getgid?.() ?? 0);
  await chown(join(devices, "kvm"), -1 >>> 0, group);
  const needed = devicesOf("kvm", true);
  assert.deepEqual(needed, ["kvm", "net/tun"]);
  assert.deepEqual(await actingAs(account, needed, devices), {
    account,
    groups: [group],
  });
  assert.deepEqual(devicesOf("tcg", false), []);
});

test("a device that the account cannot open is named with its remedy", async (t) => {
  const devices = await devicesWith(t, { kvm: 0o600, "net/tun": 0o600 });
  await assert.rejects(actingAs(account, ["net/tun"], devices), {
    code: "account",
    message: `account ghaf-vm cannot open ${devices}/net/tun, whose mode is 0600: chmod 0666 /dev/net/tun`,
  });
});

test("an accelerator that works, but not for the account, is passed over", async (t) => {
  const devices = await devicesWith(t, { kvm: 0o600 });
  const works = async () => ({ works: true }) as const;
  const probe = probeFor(account, works, devices);
  assert.deepEqual(await probe("tcg", "qemu"), { works: true });
  assert.deepEqual(await probe("kvm", "qemu"), {
    works: false,
    reason: `account ghaf-vm cannot open ${devices}/kvm, whose mode is 0600: chmod 0666 /dev/kvm`,
  });
});
