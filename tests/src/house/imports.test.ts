/** The direction of imports is a table, and the table is kept. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { importTable } from "./import-table.ts";
import { doorsOfAll, importsOf, refusedImports } from "./imports.ts";
import { allSources, parseSource, workspaces } from "./sources.ts";

const doors = doorsOfAll();

function refusedIn(path: string, text: string): string[] {
  const workspace = path.slice(0, path.indexOf("/src/"));
  return refusedImports(parseSource(path, workspace, text), doors);
}

describe("imports", () => {
  it("have a row in the table for every workspace", () => {
    assert.deepEqual(Object.keys(importTable).sort(), workspaces().sort());
  });

  it("keep to the table everywhere", () => {
    const sources = allSources();
    assert.ok(sources.flatMap(importsOf).length > 100);
    const refused = sources.flatMap((file) => refusedImports(file, doors));
    assert.deepEqual(refused, []);
  });

  for (const [what, path, text, reason] of [
    [
      "Node in a pure package",
      "packages/api/src/a.ts",
      'import "node:fs"',
      /is pure/,
    ],
    [
      "Node without its prefix",
      "programs/cli/src/a.ts",
      'import "fs"',
      /node:fs/,
    ],
    [
      "more of Node than allowed",
      "packages/supply-chain/src/a.ts",
      'import "node:fs"',
      /only node:crypto/,
    ],
    [
      "a package that is not below",
      "packages/client/src/a.ts",
      'export * from "@ghaf/transport"',
      /may not import/,
    ],
    [
      "a program",
      "programs/demo/src/a.ts",
      'await import("@ghaf/admin")',
      /may not import/,
    ],
    [
      "what is not exported",
      "programs/agent/src/a.ts",
      'type A = import("@ghaf/api/dist/names.js").A',
      /does not export/,
    ],
    [
      "a workspace that is not there",
      "tests/src/a.ts",
      'import "@ghaf/none"',
      /no such workspace/,
    ],
    [
      "another workspace by path",
      "programs/cli/src/a.ts",
      'import "../../admin/src/admin.ts"',
      /leaves its workspace/,
    ],
    [
      "D-Bus outside its room",
      "programs/agent/src/unit/a.ts",
      'import "some-dbus"',
      /D-Bus/,
    ],
    [
      "gRPC outside its room",
      "programs/admin/src/a.ts",
      'require("@grpc/grpc-js")',
      /gRPC/,
    ],
    [
      "commander in a daemon",
      "programs/admin/src/flags.ts",
      'import {} from "commander"',
      /commander/,
    ],
  ] as const) {
    it(`refuse ${what}`, () => {
      const [refused = ""] = refusedIn(path, text);
      assert.match(refused, reason);
    });
  }

  it("allow what the table has", () => {
    const text = `
      import "node:fs";
      import "@ghaf/api/proto/admin/admin";
      import "./b.ts";
    `;
    assert.deepEqual(refusedIn("programs/admin/src/a.ts", text), []);
    const test = 'import "node:test"';
    assert.deepEqual(refusedIn("packages/api/src/a.test.ts", test), []);
    const bus = 'import "some-dbus"';
    const room = "programs/agent/src/systemd/dbus-a.ts";
    assert.deepEqual(refusedIn(room, bus), []);
  });
});
