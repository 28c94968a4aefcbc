import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { commandLine, isReconnected, portDevice } from "./command-line.ts";

const links = [
  { ifname: "mv0", ifindex: 7 },
  { ifname: "mv1", ifindex: 9 },
];

function partsWith(devices: string) {
  return {
    ...{
      initrd: { file: "ghaf-initrd", bytes: 8 },
      devices,
      account: undefined,
    },
    find: async (program: string) => program,
    run: async () => ({
      ...{ code: 0, isLate: false, complaint: "" },
      stdout: JSON.stringify(links),
    }),
  };
}

test("slots get the file and the numbers of open descriptors", async (t) => {
  const devices = await mkdtemp(join(tmpdir(), "ghaf-devices-"));
  t.after(() => rm(devices, { recursive: true }));
  await writeFile(join(devices, "tap7"), "seven");
  await writeFile(join(devices, "tap9"), "nine");
  const words = ["-initrd", "{initrd}", "fd={fd:mv1}", "fds={fd:mv0}:{fd:mv1}"];
  const variant = { accelerator: "tcg", argv: ["qemu", ...words] } as const;
  const line = await commandLine(variant, partsWith(devices));
  assert.deepEqual(line.words, ["-initrd", "ghaf-initrd", "fd=3", "fds=4:3"]);
  const contents = line.descriptors.map((handle) => readFile(handle, "utf8"));
  assert.deepEqual(await Promise.all(contents), ["nine", "seven"]);
  for (const handle of line.descriptors) await handle.close();
  await rm(join(devices, "tap7"));
  await assert.rejects(commandLine(variant, partsWith(devices)), {
    code: "network",
    message: /^network interface mv0 cannot be opened: ENOENT/,
  });
});

test("an interface that is not there is named", async () => {
  const variant = { accelerator: "tcg", argv: ["qemu", "{fd:mv2}"] } as const;
  await assert.rejects(commandLine(variant, partsWith("/dev")), {
    code: "network",
    message: "network interface mv2 does not exist",
  });
});

test("a bridge's helper is not for a QEMU with an account of its own", async () => {
  const words = ["-netdev", "bridge,id=lan,br=br0,helper=/usr/lib/qemu/h"];
  const variant = { accelerator: "tcg", argv: ["qemu", ...words] } as const;
  const own = await commandLine(variant, partsWith("/dev"));
  assert.deepEqual(own.words, words);
  const account = { uid: 5, gid: 5, name: "q" };
  await assert.rejects(
    commandLine(variant, { ...partsWith("/dev"), account }),
    { code: "network", message: /^-netdev bridge,id=lan,.* of type tap$/ },
  );
});

test("the device of a port is found by the port's name", () => {
  const words = (device: string) => ["-device", "i8042", "-device", device];
  const name = "org.ghaf.runner";
  const found = (device: string) => portDevice(words(device), name);
  assert.equal(
    found("virtserialport,chardev=c,name=org.ghaf.runner,id=p"),
    "p",
  );
  assert.equal(
    found("virtserialport,chardev=c,name=org.ghaf.runner"),
    undefined,
  );
  assert.equal(found("virtserialport,name=org.ghaf.other,id=p"), undefined);
});

test("a netdev is connected again only by who says so", () => {
  const stream = (more: string) => ["-netdev", `stream,id=a,server=off${more}`];
  assert.equal(isReconnected(stream(""), "a"), false);
  assert.equal(isReconnected(stream(",reconnect=5"), "a"), true);
  assert.equal(isReconnected(stream(",reconnect-ms=500"), "a"), true);
  assert.equal(isReconnected(stream(",reconnect=5"), "b"), false);
});
