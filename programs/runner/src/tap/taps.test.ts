import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { ProgramRun } from "../program/run-program.ts";
import { openTaps } from "./taps.ts";

const tap = { name: "tap-app-vm", bridge: "br0", multiQueue: false };

/** A machine whose /sys/class/net is a folder that `ip` changes as far as we look. */
async function machine(t: TestContext, refused?: string) {
  const links = await mkdtemp(join(tmpdir(), "ghaf-links-"));
  t.after(() => rm(links, { recursive: true }));
  const said: string[] = [];
  const run = async ({ argv }: ProgramRun) => {
    const words = argv.slice(1);
    said.push(words.join(" "));
    const name = words[words.indexOf("dev") + 1] ?? "";
    const end = { code: 0, isLate: false, stdout: "", complaint: "" };
    if (refused !== undefined && words.includes(refused)) {
      return { ...end, code: 2, complaint: "Operation not permitted" };
    }
    if (words.includes("add")) await link(name, { ifindex: "7", ifalias: "" });
    if (words.includes("delete")) {
      await rm(join(links, name), { recursive: true });
    }
    return end;
  };
  const link = async (name: string, files: Record<string, string>) => {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(join(links, name, file, ".."), { recursive: true });
      await writeFile(join(links, name, file), text);
    }
  };
  const parts = { find: async (program: string) => program, run, links };
  return { links, said, parts, link };
}

const bridge = { "bridge/bridge_id": "8000" };
const made = [
  "tuntap add dev tap-app-vm mode tap",
  "link set dev tap-app-vm alias ghaf-runner",
  "link set dev tap-app-vm master br0 up",
];

test("an absent tap is made, joins its bridge, and goes at the end", async (t) => {
  const { said, parts, link } = await machine(t);
  await link("br0", bridge);
  const taps = await openTaps([tap], parts);
  assert.deepEqual(said, made);
  await taps.close();
  await taps.close();
  assert.deepEqual(said.slice(3), ["link delete dev tap-app-vm"]);
});

test("a tap that was there on its bridge is used and stays", async (t) => {
  const { links, said, parts, link } = await machine(t);
  await link("br0", bridge);
  await link(tap.name, { ifalias: "\n", tun_flags: "0x1002", ifindex: "3" });
  await symlink("../br0", join(links, tap.name, "master"));
  await (await openTaps([tap], parts)).close();
  assert.deepEqual(said, []);
});

test("what a killed runner left is made anew", async (t) => {
  const { said, parts, link } = await machine(t);
  await link("br0", bridge);
  await link(tap.name, { ifalias: "ghaf-runner\n", ifindex: "3" });
  await openTaps([tap], parts);
  assert.deepEqual(said, ["link delete dev tap-app-vm", ...made]);
});

test("an interface of somebody else is refused, and those made before are removed", async (t) => {
  const { said, parts, link } = await machine(t);
  await link("br0", bridge);
  await link("eth0", { ifalias: "\n", ifindex: "2" });
  const other = { ...tap, name: "eth0" };
  await assert.rejects(openTaps([tap, other], parts), {
    code: "network",
    message: "network interface eth0 exists and is not a tap",
  });
  assert.equal(said.at(-1), "link delete dev tap-app-vm");
  await link("eth0", { tun_flags: "0x1002" });
  await assert.rejects(openTaps([other], parts), {
    message: "network interface eth0 exists and is not on bridge br0",
  });
});

test("a bridge that is not there is named", async (t) => {
  const { parts, said } = await machine(t);
  await assert.rejects(openTaps([tap], parts), {
    message: "br0, the bridge of tap-app-vm, does not exist",
  });
  assert.deepEqual(said, []);
});

test("a step that fails takes back those before it", async (t) => {
  const { parts, said, link } = await machine(t, "master");
  await link("br0", bridge);
  await assert.rejects(openTaps([tap], parts), {
    code: "network",
    message:
      "ip link set dev tap-app-vm master br0 up: Operation not permitted",
  });
  assert.equal(said.at(-1), "link delete dev tap-app-vm");
});
