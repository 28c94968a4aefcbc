import assert from "node:assert/strict";
import { test } from "node:test";
import { runTool } from "./run-tool.ts";

/** This very program, told what to do. */
function node(script: string, deadlineMs = 20_000) {
  return runTool({ tool: process.execPath, args: ["-e", script], deadlineMs });
}

test("answers with the output", async () => {
  assert.equal(await node("process.stdout.write('a\\nb')"), "a\nb");
});

test("no shell reads the arguments", async () => {
  const args = ["-e", "console.log(process.argv[1])", "$(id); `id` *"];
  const output = await runTool({
    tool: process.execPath,
    args,
    deadlineMs: 20_000,
  });
  assert.equal(output, "$(id); `id` *\n");
});

test("a failure is told in the program's first line, harmless", async () => {
  const script =
    "process.stderr.write('No \\x1b[31msuch locale\\nmore'); process.exit(1)";
  await assert.rejects(node(script), {
    name: "AgentError",
    code: "failed",
    message: `${process.execPath}: No ?[31msuch locale`,
  });
  await assert.rejects(node("process.exit(3)"), {
    message: `${process.execPath}: it ended with 3`,
  });
  await assert.rejects(node("process.kill(process.pid, 'SIGTERM')"), {
    message: `${process.execPath}: it ended with SIGTERM`,
  });
});

test("an exit code may be of no interest, a missing program never is", async () => {
  const args = ["-e", "console.log('half'); process.exit(1)"];
  const any = { args, deadlineMs: 20_000, anyExitCode: true };
  assert.equal(await runTool({ tool: process.execPath, ...any }), "half\n");
  await assert.rejects(runTool({ tool: "ghaf-no-such-tool", ...any }));
});

test("a program that is not there", async () => {
  const run = { tool: "ghaf-no-such-tool", args: [], deadlineMs: 1_000 };
  await assert.rejects(runTool(run), {
    code: "unavailable",
    message: "ghaf-no-such-tool is not installed",
  });
});

test("a program that does not end is killed", async () => {
  await assert.rejects(node("setInterval(() => {}, 1000)", 200), {
    code: "timeout",
    message: `${process.execPath} did not end within 200 ms`,
  });
});

test("a program that waits for input gets its end", async () => {
  assert.equal(await node("process.stdin.resume()"), "");
});

test("endless output is a failure", async () => {
  const script =
    "(function more() { process.stdout.write('x'.repeat(65536), more) })()";
  await assert.rejects(node(script), {
    code: "failed",
    message: `${process.execPath} printed more than 1048576 bytes`,
  });
});
