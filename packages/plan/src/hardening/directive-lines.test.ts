/** Directives as systemd reads them, and what no row of the tables may say. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOf } from "./directive-lines.ts";
import { HARDENED } from "./hardened-units.ts";

test("flags, words, lists, and what lists leave out", () => {
  assert.deepEqual(
    linesOf({
      PrivateTmp: true,
      Delegate: false,
      ProtectSystem: "full",
      LimitMEMLOCK: 0,
      IPAddressAllow: ["localhost", "192.168.100.0/24"],
      RestrictAddressFamilies: { only: ["AF_UNIX", "AF_INET"] },
      RestrictNamespaces: { without: ["cgroup", "uts"] },
      RestrictNetworkInterfaces: { only: ["eth0"] },
    }),
    [
      ...["PrivateTmp=yes", "Delegate=no", "ProtectSystem=full"],
      ...["LimitMEMLOCK=0", "IPAddressAllow=localhost 192.168.100.0/24"],
      ...["RestrictAddressFamilies=AF_UNIX AF_INET"],
      ...["RestrictNamespaces=~cgroup uts", "RestrictNetworkInterfaces=eth0"],
    ],
  );
  assert.deepEqual(linesOf({ RestrictAddressFamilies: "none" }), [
    "RestrictAddressFamilies=none",
  ]);
});

test("a device is a line, and capabilities that remain are those alone", () => {
  assert.deepEqual(
    linesOf({
      DeviceAllow: [
        { device: "/dev/null", access: "rw" },
        { device: "char-tpm", access: "r" },
      ],
      CapabilityBoundingSet: { only: ["KILL", "SETUID"] },
      AmbientCapabilities: { without: ["KILL"] },
    }),
    [
      ...["DeviceAllow=/dev/null rw", "DeviceAllow=char-tpm r"],
      ...[
        "CapabilityBoundingSet=",
        "CapabilityBoundingSet=CAP_KILL CAP_SETUID",
      ],
      "AmbientCapabilities=~CAP_KILL",
    ],
  );
});

test("what is refused is taken from what is let through, never the other way", () => {
  assert.deepEqual(
    linesOf({
      SystemCallFilter: { only: ["@system-service"], without: ["@swap"] },
    }),
    ["SystemCallFilter=@system-service", "SystemCallFilter=~@swap"],
  );
  for (const [unit, { directives }] of Object.entries(HARDENED)) {
    const filters = linesOf(directives).filter((line) =>
      line.startsWith("SystemCallFilter="),
    );
    assert.ok(filters.length > 0, unit);
    assert.match(filters.at(-1) ?? "", /^SystemCallFilter=~@/, unit);
  }
});
