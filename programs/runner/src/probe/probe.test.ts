import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { ProgramEnd, ProgramRun } from "../program/run-program.ts";
import { exampleSpec } from "../spec/example-spec.ts";
import type { Accelerator } from "../spec/launch-spec.ts";
import { parseSpec } from "../spec/read-spec.ts";
import { ARRIVED, bootRom } from "./boot-rom.ts";
import { chooseVariant } from "./choose-variant.ts";
import { keepingVerdicts } from "./kept-verdicts.ts";
import { createProbe, type Probe, type Verdict } from "./probe.ts";
import { sureProbe } from "./sure-probe.ts";

const find = async (program: string) => `/usr/bin/${program}`;

async function temporary(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-test-"));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

function ending(end: Partial<ProgramEnd>, seen: ProgramRun[] = []) {
  const run = async (what: ProgramRun) => {
    seen.push(what);
    return {
      code: undefined,
      isLate: false,
      stdout: "",
      complaint: "",
      ...end,
    };
  };
  return run;
}

test("the ROM starts with a jump and has its table where the code says", () => {
  const rom = bootRom();
  assert.equal(rom.length, 0x10000);
  assert.equal(rom.subarray(0xfff0, 0xfff5).toString("hex"), "ea00fe00f0");
  // The far jump into 64-bit mode lands on `mov eax, 0x10`.
  assert.equal(
    rom.subarray(0xfe57, 0xfe5f).toString("hex"),
    "66ea5ffe0f000800",
  );
  assert.equal(rom.readUInt8(0xfe5f), 0xb8);
  assert.equal(rom.readUInt32LE(0xfef2), 0xf0000 + 0xfed8);
});

test("only the word of the guest is proof", async (t) => {
  const temporaryFolder = await temporary(t);
  const seen: ProgramRun[] = [];
  const verdict = (end: Partial<ProgramEnd>): Promise<Verdict> =>
    createProbe({ find, run: ending(end, seen), temporaryFolder })(
      "kvm",
      "/usr/bin/qemu",
    );
  assert.deepEqual(await verdict({ code: ARRIVED }), { works: true });
  assert.deepEqual(await verdict({ code: 0 }), {
    works: false,
    reason: "QEMU ended with 0",
  });
  assert.deepEqual(
    await verdict({ code: 1, complaint: "Could not access KVM kernel module" }),
    {
      works: false,
      reason: "QEMU ended with 1: Could not access KVM kernel module",
    },
  );
  assert.deepEqual(await verdict({ isLate: true }), {
    works: false,
    reason: "a guest of a few instructions was not through after 3000 ms",
    isLate: true,
  });
  const words = seen[0]?.argv.join(" ") ?? "";
  assert.match(
    words,
    /^\/usr\/bin\/setpriv --pdeathsig KILL -- \/usr\/bin\/qemu /,
  );
  assert.match(words, / -accel kvm -cpu host /);
  assert.equal(seen[0]?.deadlineMs, 3_000);
  assert.deepEqual(await readdir(temporaryFolder), []);
});

function counting(verdicts: Partial<Record<Accelerator, Verdict>>) {
  const asked: Accelerator[] = [];
  const probe: Probe = async (accelerator) => {
    asked.push(accelerator);
    return verdicts[accelerator] ?? { works: true };
  };
  return { probe, asked };
}

test("a verdict holds for this boot and this QEMU", async (t) => {
  const base = await temporary(t);
  const qemu = join(base, "qemu");
  await writeFile(qemu, "one");
  const folder = join(base, "kept");
  const { probe, asked } = counting({ kvm: { works: false, reason: "slow" } });
  const kept = (bootId: string, isFresh = false) =>
    keepingVerdicts(probe, { folder, bootId, isFresh });
  const first = await kept("a")("kvm", qemu);
  assert.deepEqual(await kept("a")("kvm", qemu), first);
  assert.deepEqual(asked, ["kvm"]);
  await kept("b")("kvm", qemu);
  await writeFile(qemu, "another");
  await kept("b")("kvm", qemu);
  assert.equal(asked.length, 3);
  await kept("b", true)("kvm", qemu);
  assert.equal(asked.length, 4);
});

test("a damaged memory is asked again and repaired", async (t) => {
  const folder = await temporary(t);
  const qemu = "/proc/self/exe";
  const { probe, asked } = counting({});
  const kept = keepingVerdicts(probe, { folder, bootId: "a", isFresh: false });
  await kept("tcg", qemu);
  const [name = ""] = await readdir(folder);
  await writeFile(join(folder, name), '{"works":false}');
  assert.deepEqual(await kept("tcg", qemu), { works: true });
  assert.equal(asked.length, 2);
  assert.equal(await readFile(join(folder, name), "utf8"), '{"works":true}');
});

const LATE = { works: false, reason: "slow", isLate: true } as const;
const clock = (steps: readonly number[]) => {
  const times = steps[Symbol.iterator]();
  const now = () => times.next().value ?? assert.fail("asked too often");
  return { now, unixMs: () => 0, after: () => () => undefined };
};

test("a late guest is sure beside an emulated one that is not late", async () => {
  const { probe, asked } = counting({ kvm: LATE });
  const verdict = await sureProbe(probe, clock([0, 90]))("kvm", "qemu");
  assert.deepEqual(verdict, { works: false, reason: "slow" });
  assert.deepEqual(asked, ["kvm", "tcg"]);
});

test("on a machine that is late with everything a late guest is tried again", async () => {
  const verdicts = { kvm: LATE, tcg: LATE };
  const { probe, asked } = counting(verdicts);
  const never = await sureProbe(probe, clock([0, 9_000, 0, 9_000]))("kvm", "q");
  assert.deepEqual(never, LATE);
  assert.deepEqual(asked, ["kvm", "tcg", "kvm", "tcg", "kvm"]);
  const slow = await sureProbe(counting({ tcg: LATE }).probe, clock([]))(
    "tcg",
    "q",
  );
  assert.deepEqual(slow, LATE);
  let tries = 0;
  const atLast: Probe = async (accelerator) => {
    if (accelerator === "tcg") return { works: true };
    tries += 1;
    return tries === 1 ? LATE : { works: true };
  };
  const found = await sureProbe(atLast, clock([0, 2_000]))("kvm", "q");
  assert.deepEqual(found, { works: true });
});

test("what was only late is not remembered", async (t) => {
  const folder = await temporary(t);
  const { probe } = counting({ kvm: LATE });
  const keeping = { folder, bootId: "a", isFresh: false };
  await keepingVerdicts(probe, keeping)("kvm", "/proc/self/exe");
  assert.deepEqual(await readdir(folder), []);
});

test("that emulation fails is not remembered", async (t) => {
  const folder = await temporary(t);
  const { probe } = counting({ tcg: { works: false, reason: "no memory" } });
  await keepingVerdicts(probe, { folder, bootId: "a", isFresh: false })(
    "tcg",
    "/proc/self/exe",
  );
  assert.deepEqual(await readdir(folder), []);
});

const { spec } = parseSpec(
  JSON.stringify({
    ...exampleSpec(),
    variants: [
      { accelerator: "kvm", argv: ["qemu-system-x86_64", "-k"] },
      { accelerator: "tcg", argv: ["qemu-system-x86_64", "-t"] },
    ],
  }),
  "spec.json",
);

test("the first variant that works is taken, and what it was preferred to is told", async () => {
  const { probe } = counting({ kvm: { works: false, reason: "slow" } });
  assert.deepEqual(await chooseVariant(spec, "auto", { find, probe }), {
    variant: spec.variants[1],
    qemu: "/usr/bin/qemu-system-x86_64",
    passedOver: ["kvm: slow"],
  });
});

test("an accelerator that was asked for is taken untried", async () => {
  const { probe, asked } = counting({ kvm: { works: false, reason: "slow" } });
  const choice = await chooseVariant(spec, "kvm", { find, probe });
  assert.equal(choice.variant.accelerator, "kvm");
  assert.deepEqual(asked, []);
});

test("when none works the refusal says why of each", async () => {
  const no = { works: false, reason: "no" } as const;
  const { probe } = counting({ kvm: no, tcg: no });
  await assert.rejects(chooseVariant(spec, "auto", { find, probe }), {
    code: "no-accelerator",
    message: "app-vm cannot start: no accelerator works here: kvm: no; tcg: no",
  });
  const onlyKvm = { ...spec, variants: [spec.variants[0]] as const };
  await assert.rejects(chooseVariant(onlyKvm, "tcg", { find, probe }), {
    code: "no-accelerator",
    message: "app-vm cannot start: its specification has no variant for tcg",
  });
});
