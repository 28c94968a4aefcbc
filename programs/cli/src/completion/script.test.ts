import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { perform } from "../ghaf/fake-io.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

async function script(shell: string): Promise<string> {
  const { code, stdout } = await perform({ argv: ["completion", shell] });
  assert.equal(code, 0);
  return stdout;
}

function isMissing(shell: string): string | false {
  const found = spawnSync(shell, ["-c", "true"]).status === 0;
  return found ? false : `${shell} is not installed`;
}

for (const shell of SHELLS) {
  const skip = isMissing(shell);
  test(`${shell} parses its script`, { skip }, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "ghaf-completion-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "script");
    writeFileSync(file, await script(shell));
    const check = spawnSync(shell, ["-n", file], { encoding: "utf8" });
    assert.deepEqual([check.status, check.stderr], [0, ""]);
  });
}

test("every script knows every command and flag", async () => {
  for (const shell of SHELLS) {
    const text = await script(shell);
    for (const word of ["'app start|--vm'", "'pki dev issue|--ip'"]) {
      assert.ok(text.includes(word), `${shell}: ${word}`);
    }
    for (const word of ["completion", "--no-headers", "ed25519", "doctor"]) {
      assert.ok(text.includes(word), `${shell}: ${word}`);
    }
  }
});

describe("what bash offers", { skip: isMissing("bash") }, () => {
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "ghaf-completion-"));
    writeFileSync(join(folder, "ghaf.bash"), await script("bash"));
    writeFileSync(join(folder, "cert.pem"), "");
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Types the line, presses tab, and returns what is offered. */
  function offered(line: string, wordBreaks = " \t\n"): readonly string[] {
    const steps = `
      source ./ghaf.bash
      ghaf() { echo "$*" >>asked; printf '%s\\n' 'foot@0.service' 'foot@10.service' 'x$(touch pwned)'; }
      compopt() { :; }
      COMP_WORDBREAKS="$2" COMP_LINE="$1" COMP_POINT=\${#1}
      _ghaf
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const run = spawnSync("bash", ["-c", steps, "bash", line, wordBreaks], {
      cwd: folder,
      encoding: "utf8",
    });
    assert.deepEqual([run.status, run.stderr], [0, ""]);
    return run.stdout.split("\n").filter((word) => word !== "");
  }

  test("commands, and those below them", () => {
    assert.deepEqual(offered("ghaf st"), ["status"]);
    assert.ok(offered("ghaf ").includes("pki"));
    assert.deepEqual(offered("ghaf app "), [
      "start",
      "stop",
      "pause",
      "resume",
      "list",
    ]);
    assert.deepEqual(offered("ghaf pki dev "), ["init", "issue"]);
    assert.deepEqual(offered("ghaf --addr 10.0.0.1 vm l"), ["list"]);
  });

  test("flags, and what follows them", () => {
    assert.deepEqual(offered("ghaf app list --no"), [
      "--no-headers",
      "--notls",
    ]);
    assert.deepEqual(offered("ghaf vm list -o "), [
      "table",
      "wide",
      "json",
      "yaml",
      "name",
    ]);
    assert.deepEqual(offered("ghaf vm list --output js"), ["json"]);
    assert.deepEqual(offered("ghaf pki dev init --key-type e"), ["ed25519"]);
    assert.deepEqual(offered("ghaf pki show ce"), ["cert.pem"]);
    assert.deepEqual(offered("ghaf completion "), [...SHELLS]);
  });

  test("names from the admin, quoted and never run", () => {
    assert.deepEqual(offered("ghaf app stop f"), [
      "foot@0.service",
      "foot@10.service",
    ]);
    assert.deepEqual(offered("ghaf app start foot --vm x"), [
      "x\\$\\(touch\\ pwned\\)",
    ]);
    assert.deepEqual(
      spawnSync("ls", [join(folder, "pwned")]).status === 0,
      false,
    );
  });

  test("options of a configuration, and its files", () => {
    assert.deepEqual(offered("ghaf explain f"), [
      "foot@0.service",
      "foot@10.service",
    ]);
    const asked = readFileSync(join(folder, "asked"), "utf8");
    assert.match(asked, /(^|\n)options -o name\n$/);
    assert.deepEqual(offered("ghaf explain ghaf.layout ce"), ["cert.pem"]);
    assert.deepEqual(offered("ghaf diff cert.pem ce"), ["cert.pem"]);
    assert.deepEqual(offered("ghaf init --template h"), ["headless"]);
    assert.deepEqual(offered("ghaf options s"), ["search", "show"]);
  });

  test("a word that readline breaks at @ is completed behind it", () => {
    assert.deepEqual(offered("ghaf app stop foot@1", " \t\n@"), ["10.service"]);
  });

  test("after -- the words are the application's own", () => {
    assert.deepEqual(offered("ghaf app start foot -- "), []);
  });
});
