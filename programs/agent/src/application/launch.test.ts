import assert from "node:assert/strict";
import { test } from "node:test";
import { parseUnitName } from "@ghaf/api";
import { AgentError, type AgentErrorCode } from "../errors.ts";
import { fakeApplication, fakeMachine } from "../fake-machine.ts";
import type { FakeProgram } from "../systemd/fake-units.ts";
import { UnitsError } from "../systemd/units.ts";
import { createLauncher } from "./launch.ts";
import { createManifest } from "./manifest.ts";

const FOOT0 = parseUnitName("foot@0.service");
const FOOT1 = parseUnitName("foot@1.service");

const applications = [
  fakeApplication("foot", { command: "/bin/foot --server" }),
  fakeApplication("browser", { instances: "one" }),
  fakeApplication("other"),
  fakeApplication("many", { instances: "many" }),
  fakeApplication("piped", { command: "/bin/waypipe /bin/foot" }),
];

function setUp(program: (command: readonly string[]) => FakeProgram) {
  const { units, clock } = fakeMachine({ program });
  const launcher = createLauncher({
    manifest: createManifest(applications),
    units,
    clock,
    environment: { LANG: "C" },
    checkArguments: async (application, args) => {
      if (!args.includes("bad")) return args.map((one) => `checked:${one}`);
      const text = `invalid application argument: bad for ${application.name}`;
      throw new AgentError("invalid-request", text);
    },
  });
  return { units, clock, launcher };
}

function failsWith(code: AgentErrorCode, reason: string) {
  return (error: unknown) => {
    assert.ok(error instanceof AgentError, String(error));
    const message = `cannot start application: ${reason}`;
    assert.deepEqual([error.code, error.message], [code, message]);
    return true;
  };
}

test("a start runs the command with the checked arguments and the given environment", async () => {
  const { units, launcher } = setUp(() => "runs");
  const status = await launcher.launch(FOOT0, ["-x", "http://a"]);
  assert.equal(status.name, FOOT0);
  assert.equal(status.activeState, "active");
  assert.deepEqual(units.transients, [
    {
      unit: FOOT0,
      description: "Application service for foot",
      command: ["/bin/foot", "--server", "checked:-x", "checked:http://a"],
      environment: { LANG: "C" },
    },
  ]);
});

test("what cannot be started is said in the specification's words", async () => {
  const { units, launcher } = setUp(() => "missing");
  const attempts: [string, string[], AgentErrorCode, string][] = [
    [
      "vim@0.service",
      [],
      "not-found",
      'application not found in manifest: "vim"',
    ],
    [
      "foot@.service",
      [],
      "invalid-request",
      "failure parsing application name",
    ],
    [
      FOOT0,
      ["bad"],
      "invalid-request",
      "invalid application argument: bad for foot",
    ],
  ];
  for (const [unit, args, code, reason] of attempts) {
    await assert.rejects(launcher.launch(unit, args), failsWith(code, reason));
  }
  assert.deepEqual(units.transients, []);
  await assert.rejects(
    launcher.launch(FOOT0, []),
    failsWith("failed", `failed to start app ${FOOT0}: failed`),
  );
});

test("a name that is taken is told as such", async () => {
  const { units, launcher } = setUp(() => "runs");
  const error = new UnitsError("unit-exists", FOOT0, "it exists already");
  units.failNext("startTransient", error);
  await assert.rejects(
    launcher.launch(FOOT0, []),
    failsWith(
      "already-exists",
      `failed to start app ${FOOT0}: it exists already`,
    ),
  );
});

test("a program that ended well at once is a success that has exited", async () => {
  const { launcher } = setUp(() => "ends");
  const status = await launcher.launch(FOOT0, []);
  assert.deepEqual(
    [status.name, status.description, status.activeState, status.subState],
    [FOOT0, `Exited application: ${FOOT0}`, "inactive", "dead"],
  );
});

test("a program that failed at once is an error", async () => {
  const { launcher } = setUp(() => "fails");
  await assert.rejects(
    launcher.launch(FOOT0, []),
    failsWith("failed", `application started but failed: ${FOOT0}`),
  );
});

/** Starts a second instance beside a running one, and lets `then` happen after that. */
async function startSecond(
  first: string,
  second: string,
  then: (machine: ReturnType<typeof setUp>) => Promise<unknown> | undefined,
) {
  const machine = setUp(() => "runs");
  await machine.launcher.launch(first, []);
  const answer = machine.launcher.launch(second, []);
  const settled = answer.then(
    (status) => status.name,
    (error: Error) => error.message,
  );
  await machine.clock.advance(0);
  await then(machine);
  return settled;
}

test("a program that hands over to the running one is answered with that", async () => {
  const answer = await startSecond(FOOT0, FOOT1, async ({ units, clock }) => {
    await clock.advance(1_500);
    units.exit(FOOT1);
  });
  assert.equal(answer, FOOT0);
});

test("a program that fails while it hands over is an error", async () => {
  const answer = await startSecond(FOOT0, FOOT1, async ({ units }) =>
    units.exit(FOOT1, 1),
  );
  assert.match(answer, /application started but failed: foot@1\.service/);
});

test("a program that runs on beside the running one is a second instance", async () => {
  const answer = await startSecond(FOOT0, FOOT1, ({ clock }) =>
    clock.advance(2_000),
  );
  assert.equal(answer, FOOT1);
});

test("a declared single instance answers for its own application only", async () => {
  const exit = async ({ units }: ReturnType<typeof setUp>) =>
    units.exit(parseUnitName("browser@1.service"));
  assert.equal(
    await startSecond("browser@0.service", "browser@1.service", exit),
    "browser@0.service",
  );
  // Another program runs: nothing is waited for.
  assert.equal(
    await startSecond("foot@0.service", "browser@1.service", () => undefined),
    "browser@1.service",
  );
});

test("the program behind waypipe counts, not waypipe", async () => {
  const exit = async ({ units }: ReturnType<typeof setUp>) =>
    units.exit(parseUnitName("piped@0.service"));
  assert.equal(await startSecond(FOOT0, "piped@0.service", exit), FOOT0);
});

test("without a running relative the answer does not wait", async () => {
  const answer = await startSecond("other@0.service", FOOT0, () => undefined);
  assert.equal(answer, FOOT0);
});

test("nothing is left waiting after a start", async () => {
  const machine = setUp(() => "runs");
  await machine.launcher.launch(FOOT0, []);
  const second = machine.launcher.launch(FOOT1, []);
  await machine.clock.advance(0);
  machine.units.exit(FOOT1);
  await second;
  assert.equal(machine.clock.waiting, 0);
});

test("an application with many instances is not waited for when another runs", async () => {
  const { units, launcher } = setUp(() => "runs");
  await launcher.launch(parseUnitName("many@0.service"), []);
  // The clock stands still: waiting for a merge would never end.
  const status = await launcher.launch(parseUnitName("many@1.service"), []);
  assert.equal(status.name, "many@1.service");
  assert.equal(units.transients.length, 2);
});
