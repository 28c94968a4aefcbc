/** Names and first lines that readers find their way by. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, it } from "node:test";
import { checkout, folders, workspaces } from "./sources.ts";

/** A function lives in the room whose noun it is about; these are nobody's nouns. */
const nobodysRooms = new Set([
  "common",
  "core",
  "helpers",
  "lib",
  "shared",
  "types",
  "utils",
]);

describe("folders", () => {
  it("are named after what they are about", () => {
    const found = folders();
    assert.ok(found.includes("packages/api/src/rpc"));
    const refused = found.filter((path) => nobodysRooms.has(basename(path)));
    assert.deepEqual(refused, []);
  });
});

describe("workspaces", () => {
  for (const workspace of workspaces()) {
    it(`${workspace} says in its README what its package.json says`, () => {
      const read = (name: string) =>
        readFileSync(join(checkout, workspace, name), "utf8");
      const { name, description } = JSON.parse(read("package.json"));
      const [title, ...lines] = read("README.md")
        .split("\n")
        .filter((line) => line !== "");
      assert.deepEqual([title, lines[0]], [`# ${name}`, description]);
    });
  }
});
