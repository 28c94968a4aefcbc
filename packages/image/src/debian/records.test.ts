import assert from "node:assert/strict";
import { test } from "node:test";
import {
  parseParagraphs,
  parseRemovals,
  parseSimulation,
  pinnedFrom,
} from "./records.ts";

const sha256 = "ab".repeat(32);

const shown = `Package: dash
Version: 0.5.12-12
Architecture: amd64
Description: shell
 Size: 7 is not a field
Size: 98504
SHA256: ${sha256}

Package: tzdata
Architecture: all
`;

test("a record is pinned with its version and hash", () => {
  const [dash] = parseParagraphs(shown);
  assert.deepEqual(pinnedFrom(dash ?? new Map()), {
    name: "dash",
    version: "0.5.12-12",
    architecture: "amd64",
    sha256,
    bytes: 98_504,
  });
});

test("a record without a hash pins nothing", () => {
  const [, tzdata] = parseParagraphs(shown);
  assert.throws(() => pinnedFrom(tzdata ?? new Map()), {
    code: "package-gone",
    message: /^tzdata: /,
  });
});

test("a simulation names what would be installed", () => {
  const said = [
    "NOTE: This is only a simulation!",
    "Inst libc6 (2.41-12 Debian:13.1/stable [amd64]) []",
    "Inst login (1:4.16.0-2+really2.41-5 Debian:13.1/stable [amd64])",
    "Inst base-files [12.4] (13.8 Debian:13.1/stable [amd64])",
    "Conf libc6 (2.41-12 Debian:13.1/stable [amd64])",
  ].join("\n");
  assert.deepEqual(parseSimulation(said), [
    "libc6=2.41-12",
    "login=1:4.16.0-2+really2.41-5",
    "base-files=13.8",
  ]);
});

test("what would be removed is told", () => {
  const said = "Remv dash [0.5]\nInst ash (1 Debian:13/stable [amd64])\n";
  assert.deepEqual(parseRemovals(said), ["dash"]);
});
