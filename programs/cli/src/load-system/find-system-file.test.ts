/** Which file of a folder is the configuration. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { findSystemFile } from "./find-system-file.ts";
import { withProject } from "./temporary-project.ts";

describe("findSystemFile", () => {
  it("finds the one that is there", async () => {
    for (const name of ["system.ts", "system.js", "system.yml"]) {
      await withProject({ [name]: "", "other.ts": "" }, async ({ folder }) => {
        assert.deepEqual(findSystemFile(folder), { file: join(folder, name) });
      });
    }
  });

  it("says when there is none, and when there are two", async () => {
    await withProject({}, async (project) => {
      const said = () => {
        const found = findSystemFile(project.folder);
        return "problem" in found ? project.said([found.problem]) : [];
      };
      assert.deepEqual(said(), [
        ":0:0 has no configuration: none of system.ts, system.mts, system.js, system.json, system.yaml, system.yml | name a file, or make one with `ghaf init`",
      ]);
      project.write("system.yaml", "");
      project.write("system.ts", "");
      assert.deepEqual(said(), [
        ":0:0 has more than one configuration: system.ts, system.yaml | name the one that is meant, such as system.ts",
      ]);
    });
  });
});
