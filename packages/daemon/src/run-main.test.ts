import assert from "node:assert/strict";
import { test } from "node:test";
import { type Informing, type Program, runMain } from "./run-main.ts";

type Command = Informing | { readonly kind: "run"; readonly word: string };

class OwnError extends Error {}

const program: Program<Command> = {
  ...{ name: "it", version: "1.2", usage: "it WORD\n" },
  parse: ([word]) => {
    if (word === "--help") return { kind: "help" };
    if (word === "--version") return { kind: "version" };
    if (word === undefined) throw new OwnError("a word is missing");
    return { kind: "run", word };
  },
  main: async ({ word }) => {
    if (word === "own") throw new OwnError("no such word");
    if (word === "fault") throw new TypeError("a fault");
    return 7;
  },
  isOwn: (error) => error instanceof OwnError,
};

async function run(...words: readonly string[]) {
  const seen = { stdout: "", stderr: "", status: -1 };
  const output = (stream: "stdout" | "stderr") => ({
    write: (text: string) => {
      seen[stream] += text;
    },
  });
  await runMain(
    {
      argv: ["node", "it.js", ...words],
      ...{ stdout: output("stdout"), stderr: output("stderr") },
      exit: (status) => {
        seen.status = status;
      },
    },
    program,
  );
  return seen;
}

test("what it is asked for, and how it ended", async () => {
  const quiet = { stdout: "", stderr: "" };
  assert.deepEqual(await run("x"), { ...quiet, status: 7 });
  const help = { ...quiet, stdout: "it WORD\n", status: 0 };
  assert.deepEqual(await run("--help"), help);
  const version = { ...quiet, stdout: "it 1.2\n", status: 0 };
  assert.deepEqual(await run("--version"), version);
});

test("a wrong command line is told with the right ones, a failure by its words, a fault with its place", async () => {
  assert.deepEqual(await run(), {
    ...{ stdout: "", status: 2 },
    stderr: "it: a word is missing\nit WORD\n",
  });
  assert.deepEqual(await run("own"), {
    ...{ stdout: "", status: 1 },
    stderr: "it: no such word\n",
  });
  const { stderr, status } = await run("fault");
  assert.equal(status, 1);
  assert.match(stderr, /^it: TypeError: a fault\n +at /);
});
