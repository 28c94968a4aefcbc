import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { RunnerError } from "../errors.ts";
import { exampleSpec } from "./example-spec.ts";
import { parseSpec, readSpec } from "./read-spec.ts";

const tcg = { accelerator: "tcg", argv: ["qemu", "-kernel", "k"] };
const whole = { ...exampleSpec(), variants: [tcg] };

function specOf(difference: object) {
  return parseSpec(JSON.stringify({ ...whole, ...difference }), "spec.json");
}

/** The lines of the message without the file's name. */
function problemsOf(difference: object): string[] {
  try {
    specOf(difference);
    return [];
  } catch (error) {
    assert.ok(error instanceof RunnerError);
    assert.equal(error.code, "invalid-spec");
    const lines = error.message.replace(/^spec\.json: /, "").split("\n");
    return lines
      .filter((line) => !/^\d+ problems:$/.test(line))
      .map((l) => l.trim());
  }
}

test("a small specification is complete after the reading", () => {
  const { spec, warnings } = specOf({});
  assert.deepEqual(warnings, []);
  assert.deepEqual(spec, {
    vm: "app-vm",
    variants: [tcg],
    initrds: [],
    volumes: [],
    taps: [],
    memoryMib: 256,
    user: undefined,
    ...{ sockets: [], shares: [], tpm: undefined },
    controlSocket: "app-vm.sock",
    runnerSocket: "runner.sock",
    consoleLog: "console.log",
    readyTimeoutMs: undefined,
    stop: { poweroffMs: 60_000, acpiMs: 20_000, termMs: 10_000 },
  });
});

test("a step of a stop with no time is left out, not given the usual time", () => {
  const { spec } = specOf({ stop: { termMs: 5 } });
  assert.deepEqual(spec.stop, { poweroffMs: 0, acpiMs: 0, termMs: 5 });
});

test("everything that is missing is said at once", () => {
  assert.throws(() => parseSpec("{}", "spec.json"), {
    code: "invalid-spec",
    message: [
      "spec.json: 6 problems:",
      "  vm: expected the name of a VM, got nothing",
      "  variants: expected at least one way to start the VM, got nothing",
      "  controlSocket: expected the path of a file, got nothing",
      "  runnerSocket: expected the path of a file, got nothing",
      "  consoleLog: expected the path of a file, got nothing",
      "  memoryMib: expected the MiB of memory that it may take, got nothing",
    ].join("\n"),
  });
});

test("a value of the wrong kind is one problem, not also a missing one", () => {
  assert.deepEqual(problemsOf({ memoryMib: "256", variants: {} }), [
    "variants: expected a list, got an object",
    'memoryMib: expected a whole number from 0 to 4294967295, got "256" (string); leave out the quotes: 256',
  ]);
});

test("accelerators are those we can try, each once", () => {
  const other = { ...tcg, accelerator: "hax" };
  assert.deepEqual(problemsOf({ variants: [tcg, other, tcg] }), [
    'variants[1].accelerator: expected kvm or tcg, each once, got "hax"',
    'variants[2].accelerator: expected kvm or tcg, each once, got "tcg"',
  ]);
});

test("slots are those of the runner, and the initial RAM disk has one", () => {
  const argv = (...words: string[]) => ({
    variants: [{ accelerator: "tcg", argv: ["qemu", ...words] }],
  });
  assert.deepEqual(problemsOf(argv("{kernel}", "fd={fd:a b}")), [
    'variants[0].argv[1]: expected the slots {initrd}, {initrd:bytes} and {fd:<interface>}, got "{kernel}"',
    'variants[0].argv[2]: expected the slots {initrd}, {initrd:bytes} and {fd:<interface>}, got "{fd:a b}"',
  ]);
  assert.deepEqual(problemsOf(argv("-initrd", "{initrd}")), [
    "variants[0].argv: expected files in initrds for the slot {initrd}, got nothing to fill it with",
  ]);
  assert.deepEqual(problemsOf({ initrds: ["a.cpio"] }), [
    "variants[0].argv: expected the slot {initrd} for the files in initrds, got no such slot",
  ]);
  assert.deepEqual(problemsOf(argv('{"driver":"virtio-net-pci"}')), []);
});

test("sockets fit the kernel's address, and files are apart", () => {
  const long = `${"d".repeat(98)}.sock`;
  assert.deepEqual(
    problemsOf({ controlSocket: long, runnerSocket: "console.log" }),
    [
      `controlSocket: expected a socket path of at most 102 bytes, got "${long.slice(0, 80)}…"`,
      'consoleLog: expected a file other than that of runnerSocket, got "console.log"',
    ],
  );
});

test("volumes and interfaces are what the kernel can have", () => {
  const volume = { file: "a.img", sizeMib: 8, autoCreate: true };
  assert.deepEqual(
    problemsOf({
      volumes: [
        volume,
        { ...volume, file: "b.img", sizeMib: 0, fileSystem: "xfs" },
        { file: "a.img" },
      ],
      taps: [
        { name: "tap-app-vm", bridge: "br0" },
        { name: "tap-app-vm", bridge: "a-name-of-16-chs" },
      ],
    }),
    [
      "volumes[1].sizeMib: expected its size in MiB, got nothing",
      'volumes[1].fileSystem: expected "ext4" or nothing, got "xfs"',
      "volumes[1].label: expected 1 to 16 letters, digits, `_`, `.` or `-`, got nothing",
      'volumes[2].file: expected a file of its own, got "a.img"',
      'taps[1].bridge: expected an interface name of 1 to 15 characters, got "a-name-of-16-chs"',
      'taps[1].name: expected a name of its own, got "tap-app-vm"',
    ],
  );
});

test("an unknown key is a warning that names the one that was meant", () => {
  assert.deepEqual(specOf({ memoryMb: 5 }).warnings, [
    'memoryMb: unknown key, ignored; did you mean "memoryMib"?',
  ]);
});

test("a damaged file is refused with its name, whatever is in it", () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (untrusted) => {
      try {
        parseSpec(untrusted, "spec.json");
        return false;
      } catch (error) {
        assert.ok(error instanceof RunnerError);
        return (
          error.code === "invalid-spec" && error.message.startsWith("spec.json")
        );
      }
    }),
  );
});

test("a directory without spec.json is no state directory", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-spec-"));
  t.after(() => rm(folder, { recursive: true }));
  await assert.rejects(readSpec(folder), { code: "missing-file" });
  await writeFile(join(folder, "spec.json"), JSON.stringify(whole));
  assert.equal((await readSpec(folder)).spec.vm, "app-vm");
});

test("shares and a TPM are read, and what of them cannot be is said", () => {
  const share = { tag: "data", source: "/srv/data", socket: "data.sock" };
  const tpm = { socket: "tpm.sock", state: "tpm" };
  const { spec } = specOf({ shares: [share], tpm });
  assert.deepEqual(spec.tpm, tpm);
  assert.deepEqual(spec.shares, [
    {
      ...{ ...share, readOnly: false, threads: undefined },
      ...{ fileHandles: undefined, extraArgs: [] },
    },
  ]);
  const wrong = {
    tag: "-",
    source: "",
    socket: "../x",
    inodeFileHandles: "no",
  };
  assert.deepEqual(problemsOf({ shares: [share, share, wrong] }), [
    'shares[1].tag: expected a tag of its own, of 1 to 36 of a-z, A-Z, 0-9, _ and -, got "data"',
    'shares[1].socket: expected a socket of its own, got "data.sock"',
    'shares[2].tag: expected a tag of its own, of 1 to 36 of a-z, A-Z, 0-9, _ and -, got "-"',
    "shares[2].source: expected the path of a folder, got nothing",
    'shares[2].socket: expected the name of a socket, or its path, got "../x"',
    'shares[2].inodeFileHandles: expected never, prefer, mandatory or nothing, got "no"',
  ]);
  const long = { socket: "x".repeat(103), state: "a/b" };
  const [socket, state] = problemsOf({ tpm: long });
  assert.match(
    socket ?? "",
    /^tpm\.socket: expected a socket path of at most 102/,
  );
  assert.equal(state, 'tpm.state: expected the name of a folder, got "a/b"');
});
