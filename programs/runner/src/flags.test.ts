import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFlags } from "./flags.ts";

test("commands and their flags", () => {
  assert.deepEqual(parseFlags(["run", "/state"]), {
    kind: "run",
    stateDir: "/state",
    accelerator: "auto",
    isTied: false,
  });
  assert.deepEqual(parseFlags(["run", "--tied", ".", "--accel", "tcg"]), {
    kind: "run",
    stateDir: ".",
    accelerator: "tcg",
    isTied: true,
  });
  assert.deepEqual(parseFlags(["balloon", "/state", "128"]), {
    kind: "balloon",
    stateDir: "/state",
    mib: 128,
  });
  assert.deepEqual(parseFlags(["pause", "/state"]), {
    kind: "pause",
    stateDir: "/state",
  });
  assert.deepEqual(parseFlags(["screendump", "vm", "/tmp/../a.png"]), {
    ...{ kind: "screendump", stateDir: "vm", file: "/a.png", format: "png" },
  });
  assert.deepEqual(parseFlags(["probe", "--fresh"]), {
    kind: "probe",
    isFresh: true,
  });
  assert.deepEqual(parseFlags(["run", "--help"]), { kind: "help" });
  assert.deepEqual(parseFlags(["--version"]), { kind: "version" });
});

for (const [words, message] of [
  ["", "a command is missing"],
  ["start x", "no command is called start"],
  ["run", "exactly one STATE-DIR is needed"],
  ["run a b", "exactly one STATE-DIR is needed"],
  ["run a --accel hax", "--accel takes auto, kvm or tcg, not hax"],
  ["run a --fresh", "--fresh belongs to another command"],
  ["probe --tied", "--tied belongs to another command"],
  ["probe x", "probe takes no x"],
  ["balloon a", "STATE-DIR and MIB are needed"],
  ["balloon a 1e3", "MIB is a whole number of MiB, not 1e3"],
  ["screendump a", "STATE-DIR and FILE are needed"],
  ["screendump a b.jpg", "FILE ends with .png or .ppm, not b.jpg"],
  ["status a --fresh", "--fresh belongs to another command"],
  ["console a --tied", "--tied belongs to another command"],
] as const) {
  test(`"${words}" is refused`, () => {
    const given = words.split(" ").filter(Boolean);
    assert.throws(() => parseFlags(given), { code: "usage", message });
  });
}

test("an unknown flag is refused", () => {
  assert.throws(() => parseFlags(["probe", "--kvm"]), { code: "usage" });
});
