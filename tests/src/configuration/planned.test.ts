/** What the examples are planned to, file by file, as committed trees that a person can read. */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { after, test } from "node:test";
import {
  type Artifact,
  type HostKind,
  NOTHING_ALLOCATED,
  plan,
  SYSTEMD_HOST,
} from "@ghaf/plan";
import {
  filesBelow,
  folderOf,
  type Tree,
  trees,
} from "../plan/golden-trees.ts";
import { openWorkbench } from "./ghaf.ts";

const bench = openWorkbench();
after(() => bench.close());

/** On somebody's machine, where passt listens beside the VMs. */
const INSTANCE: HostKind = {
  kind: "instance",
  uplinkSocket: "uplink.sock",
};

function planned(tree: Tree): readonly Artifact[] {
  const example = tree === "instance" ? "minimal" : tree;
  const file = `examples/${example}/system.ts`;
  const ran = bench.ghaf(["eval", file, "--system", "-o", "json"]);
  assert.equal(ran.status, 0, ran.stderr);
  const { artifacts, problems } = plan(
    JSON.parse(ran.stdout),
    NOTHING_ALLOCATED,
    tree === "instance" ? INSTANCE : SYSTEMD_HOST,
  );
  assert.deepEqual(problems, []);
  return artifacts;
}

const placeOf = ({ system, path }: Artifact) => `${system}${path}`;

for (const example of trees) {
  test(`${example} is planned to the files that are committed`, () => {
    const folder = folderOf(example);
    const artifacts = planned(example);
    if (process.env["GHAF_UPDATE_GOLDEN"] === "1") write(folder, artifacts);
    const committed = filesBelow(folder).map((file) => relative(folder, file));
    assert.deepEqual(committed, artifacts.map(placeOf).sort());
    for (const artifact of artifacts) {
      const text = readFileSync(join(folder, placeOf(artifact)), "utf8");
      assert.equal(artifact.text, text, placeOf(artifact));
    }
  });
}

function write(folder: string, artifacts: readonly Artifact[]): void {
  rmSync(folder, { recursive: true, force: true });
  for (const artifact of artifacts) {
    const file = join(folder, placeOf(artifact));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, artifact.text);
  }
}
