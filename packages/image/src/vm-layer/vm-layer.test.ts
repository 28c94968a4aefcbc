import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { ImageError } from "../image-error.ts";
import { makeVmLayer } from "./vm-layer.ts";

test("credentials and files lie where the initrd looks for them", () => {
  const layer = makeVmLayer({
    credentials: { "givc.key.pem": "secret" },
    files: [
      { path: "/etc/givc-agent/config.json", content: "{}\n" },
      { path: "/usr/local/bin/hello", content: "#!/bin/sh\n", mode: 0o755 },
    ],
    links: [{ path: "/etc/motd", target: "../run/motd" }],
  });
  const listed = spawnSync("cpio", ["-tv", "--quiet"], { input: layer });
  const lines = listed.stdout.toString().trim().split("\n");
  const seen = lines.map((line) => [
    line.slice(0, 10),
    line.replace(/^.* 1970 /, ""),
  ]);
  assert.deepEqual(seen, [
    ["drwx------", "credentials"],
    ["-r--------", "credentials/givc.key.pem"],
    ["drwxr-xr-x", "overlay"],
    ["drwxr-xr-x", "overlay/etc"],
    ["drwxr-xr-x", "overlay/etc/givc-agent"],
    ["-rw-r--r--", "overlay/etc/givc-agent/config.json"],
    ["lrwxrwxrwx", "overlay/etc/motd -> ../run/motd"],
    ["drwxr-xr-x", "overlay/usr"],
    ["drwxr-xr-x", "overlay/usr/local"],
    ["drwxr-xr-x", "overlay/usr/local/bin"],
    ["-rwxr-xr-x", "overlay/usr/local/bin/hello"],
  ]);
});

test("the order in which files are named does not matter", () => {
  const one = { path: "/a", content: "1" };
  const two = { path: "/b", content: "2" };
  assert.deepEqual(
    makeVmLayer({ credentials: { x: "1", y: "2" }, files: [one, two] }),
    makeVmLayer({ credentials: { y: "2", x: "1" }, files: [two, one] }),
  );
});

test("names that would leave their folder are refused", () => {
  for (const name of ["../x", "a/b", "", ".x", "x".repeat(256)]) {
    const layer = { credentials: { [name]: "" }, files: [] };
    assert.throws(() => makeVmLayer(layer), ImageError, name);
  }
  for (const path of ["etc/x", "/../x", "/", "/etc//x"]) {
    const layer = { credentials: {}, files: [{ path, content: "" }] };
    assert.throws(() => makeVmLayer(layer), ImageError, path);
  }
  const large = { credentials: { x: new Uint8Array(1_048_577) }, files: [] };
  assert.throws(() => makeVmLayer(large), ImageError);
});
