import assert from "node:assert/strict";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { JournalEntry, JournalRequest } from "./journal.ts";
import { journalctl } from "./journalctl.ts";

const REQUEST: JournalRequest = { unit: undefined, lines: 3, follow: false };

/** A journalctl of our own: a shell script that finds its words in "$@" and its folder in "$here". */
async function standIn(t: TestContext, script: string) {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-journal-"));
  t.after(() => rm(folder, { recursive: true }));
  const program = join(folder, "journalctl");
  await writeFile(program, `#!/bin/sh\nhere=${folder}\n${script}\n`);
  await chmod(program, 0o755);
  return { folder, journal: journalctl(program) };
}

async function all(entries: AsyncIterable<JournalEntry>) {
  const messages: string[] = [];
  for await (const { message } of entries) messages.push(message);
  return messages;
}

const LINE = (message: string) =>
  `echo '{"__REALTIME_TIMESTAMP":"1","MESSAGE":"${message}"}'`;

const never = new AbortController().signal;

test("entries are read in their order; what is asked for is said in words", async (t) => {
  const script = `printf '%s\\n' "$@" >"$here/words"\n${LINE("a")}\necho '-- odd --'\n${LINE("b")}`;
  const { folder, journal } = await standIn(t, script);
  const unit = "ssh.service";
  assert.deepEqual(
    await all(journal.read({ unit, lines: 3, follow: true }, never)),
    ["a", "b"],
  );
  const words = await readFile(join(folder, "words"), "utf8");
  assert.match(
    words,
    /^--lines=3\n--follow\n_SYSTEMD_UNIT=ssh\.service\n\+\n/m,
  );
  assert.match(words, /^_SYSTEMD_USER_UNIT=ssh\.service$/m);
  await all(journal.read(REQUEST, never));
  const fewer = await readFile(join(folder, "words"), "utf8");
  assert.doesNotMatch(fewer, /_SYSTEMD_UNIT=|--follow/);
});

test("the program ends with its reader, and with the signal", async (t) => {
  const script = `echo $$ >"$here/pid"\n${LINE("a")}\nexec sleep 60`;
  const { folder, journal } = await standIn(t, script);
  const isGone = async () => {
    const pid = await readFile(join(folder, "pid"), "utf8");
    const stat = await readFile(`/proc/${pid.trim()}/stat`, "utf8").catch(
      () => "",
    );
    return stat === "" || /\) Z /.test(stat);
  };
  for await (const { message } of journal.read(REQUEST, never)) {
    assert.equal(message, "a");
    break;
  }
  while (!(await isGone())) await new Promise(setImmediate);
  const abort = new AbortController();
  for await (const { message } of journal.read(REQUEST, abort.signal)) {
    assert.equal(message, "a");
    abort.abort();
  }
  while (!(await isGone())) await new Promise(setImmediate);
  assert.deepEqual(await all(journal.read(REQUEST, abort.signal)), []);
});

test("a reader that takes its time makes the program wait", async (t) => {
  const script = `i=0
while [ $i -lt 2000 ]; do
  printf '{"__REALTIME_TIMESTAMP":"%s","MESSAGE":"%01000d"}\\n' $i $i
  i=$((i+1)); echo $i >"$here/written"
done`;
  const { folder, journal } = await standIn(t, script);
  let read = 0;
  for await (const { timeUs } of journal.read(REQUEST, never)) {
    assert.equal(timeUs, BigInt(read));
    read += 1;
    if (read !== 1) continue;
    // Nothing moves while nobody reads: two looks see the same.
    const written = () =>
      readFile(join(folder, "written"), "utf8").catch(() => "not yet");
    for (
      let before = "not yet";
      before === "not yet" || before !== (await written());
    ) {
      before = await written();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(Number(await written()) < 1_900, await written());
  }
  assert.equal(read, 2_000);
});

test("what went wrong is told by the program's own words", async (t) => {
  const { journal } = await standIn(t, "echo 'no \u001b[1mentry' >&2; exit 1");
  await assert.rejects(all(journal.read(REQUEST, never)), {
    code: "failed",
    message: /journalctl: no \?\[1mentry$/,
  });
  const absent = journalctl("/nowhere/journalctl");
  await assert.rejects(all(absent.read(REQUEST, never)), {
    code: "not-installed",
  });
});
