import assert from "node:assert/strict";
import { test } from "node:test";
import { type FakeFacts, fakeMachine } from "../doctor/fake-machine.ts";
import type { Format } from "../output/render.ts";
import { Ended } from "./cli-error.ts";
import { doctor } from "./commands/doctor.ts";
import { perform } from "./fake-io.ts";
import { createSurface } from "./surface.ts";

async function examined(facts: FakeFacts, format: Format = "table") {
  const written = { stdout: "", stderr: "" };
  const output = (stream: keyof typeof written) => ({
    isTerminal: false,
    write: async (text: string) => {
      written[stream] += text;
    },
  });
  const surface = createSurface({}, output("stdout"), output("stderr"));
  const io = { folder: "/nowhere" } as never;
  const render = { format, headers: true, paint: surface.paint };
  let code = 0;
  try {
    const shell = { env: {}, io, surface };
    await doctor({ file: undefined, render }, shell, {
      machine: fakeMachine(facts),
      runner: ["ghaf-runner"],
    });
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    code = error.status;
  }
  return { code, ...written };
}

test("a machine without problems ends it with 0, warnings or not", async () => {
  const well = await examined({});
  assert.deepEqual([well.code, well.stderr], [0, ""]);
  assert.match(well.stdout, /^CHECK +STATE +WHAT\nroot +ok +you are root\n/);
  const warned = await examined({ missing: ["passt"] });
  assert.equal(warned.code, 0);
  assert.equal(warned.stderr, "what helps:\n  apt-get install -y passt\n");
});

test("problems end it with 1 and the commands that help", async () => {
  const outcome = await examined({ missing: ["zstd", "xz"], userId: 1 });
  assert.equal(outcome.code, 1);
  assert.match(outcome.stdout, /\nzstd +problem +zstd is not installed\n/);
  assert.equal(
    outcome.stderr,
    "what helps:\n  apt-get install -y xz-utils zstd\n  sudo -i\n",
  );
});

test("-o json has every finding with its fix", async () => {
  const { stdout } = await examined({ missing: ["ip"] }, "json");
  const found: { name: string }[] = JSON.parse(stdout);
  assert.deepEqual(
    found.find(({ name }) => name === "iproute2"),
    {
      name: "iproute2",
      state: "problem",
      what: "ip is not installed",
      fix: "apt-get install -y iproute2",
    },
  );
});

test("a configuration that is not there is wrong usage, not a wrong machine", async () => {
  const outcome = await perform({ argv: ["doctor", "/nowhere/none.ts"] });
  assert.deepEqual([outcome.code, outcome.stdout], [2, ""]);
  assert.match(outcome.stderr, /none\.ts/);
});
