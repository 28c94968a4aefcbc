import assert from "node:assert/strict";
import { test } from "node:test";
import type { Account } from "../account/account.ts";
import type { ProgramRun } from "../program/run-program.ts";
import { openTaps } from "./taps.ts";

const tap = { name: "tap-app-vm", bridge: "br0", multiQueue: false };
const tun = { info_kind: "tun", info_data: { type: "tap" } };

/** A machine whose interfaces `ip` lists, makes and deletes. */
function machine(refused?: string, account?: Account) {
  const links = new Map<string, object>([
    ["br0", { linkinfo: { info_kind: "bridge" } }],
    ["eth0", {}],
  ]);
  const said: string[] = [];
  const run = async ({ argv }: ProgramRun) => {
    const words = argv.slice(1);
    const name = words[words.indexOf("dev") + 1] ?? "";
    const end = { code: 0, isLate: false, stdout: "", complaint: "" };
    if (words.includes("show")) {
      const list = [...links].map(([ifname, rest], ifindex) => ({
        ...{ ifname, ifindex },
        ...rest,
      }));
      return { ...end, stdout: JSON.stringify(list) };
    }
    said.push(words.join(" "));
    if (refused !== undefined && words.includes(refused)) {
      return { ...end, code: 2, complaint: "Operation not permitted" };
    }
    if (words.includes("add")) links.set(name, { linkinfo: tun });
    if (words.includes("delete")) links.delete(name);
    return end;
  };
  const parts = { find: async (program: string) => program, run, account };
  return { links, said, parts };
}

const made = [
  "tuntap add dev tap-app-vm mode tap",
  "link set dev tap-app-vm alias ghaf-runner",
  "link set dev tap-app-vm master br0 up",
];

test("an absent tap is made, joins its bridge, and goes at the end", async () => {
  const { said, parts } = machine();
  const taps = await openTaps([{ ...tap, multiQueue: true }], parts);
  assert.deepEqual(said, [`${made[0]} multi_queue`, made[1], made[2]]);
  await taps.close();
  await taps.close();
  assert.deepEqual(said.slice(3), ["link delete dev tap-app-vm"]);
});

test("a tap is for the account that QEMU has", async () => {
  const account = { name: "ghaf-vm", uid: 990, gid: 980 };
  const { said, parts } = machine(undefined, account);
  await openTaps([tap], parts);
  assert.equal(said[0], "tuntap add dev tap-app-vm mode tap user 990");
});

test("a tap that was there on its bridge is used and stays", async () => {
  const { links, said, parts } = machine();
  links.set(tap.name, { linkinfo: tun, master: "br0", ifalias: "somebody's" });
  await (await openTaps([tap], parts)).close();
  assert.deepEqual(said, []);
});

test("what a killed runner left is made anew", async () => {
  const { links, said, parts } = machine();
  links.set(tap.name, { linkinfo: tun, ifalias: "ghaf-runner" });
  await openTaps([tap], parts);
  assert.deepEqual(said, ["link delete dev tap-app-vm", ...made]);
});

test("an interface of somebody else is refused, and those made before are removed", async () => {
  const { links, said, parts } = machine();
  const other = { ...tap, name: "eth0" };
  await assert.rejects(openTaps([tap, other], parts), {
    code: "network",
    message: "network interface eth0 exists and is not a tap",
  });
  assert.equal(said.at(-1), "link delete dev tap-app-vm");
  links.set("eth0", { linkinfo: tun, master: "br1" });
  await assert.rejects(openTaps([other], parts), {
    message: "network interface eth0 exists and is not on bridge br0",
  });
});

test("a bridge that is none is named", async () => {
  const { parts, said } = machine();
  const onto = (bridge: string) => openTaps([{ ...tap, bridge }], parts);
  await assert.rejects(onto("br7"), {
    message: "br7, the bridge of tap-app-vm, does not exist",
  });
  await assert.rejects(onto("eth0"), {
    message: "eth0, the bridge of tap-app-vm, is not a bridge",
  });
  assert.deepEqual(said, []);
});

test("a step that fails takes back those before it", async () => {
  const { parts, said } = machine("master");
  await assert.rejects(openTaps([tap], parts), {
    code: "network",
    message:
      "ip link set dev tap-app-vm master br0 up: Operation not permitted",
  });
  assert.equal(said.at(-1), "link delete dev tap-app-vm");
});

test("an interface that went with its namespace is nobody's trouble", async () => {
  const { links, parts, said } = machine();
  const taps = await openTaps([tap], parts);
  links.clear();
  await taps.close();
  assert.deepEqual(said, made);
});
