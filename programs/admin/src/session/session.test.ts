/** Sessions over the wire's messages: one writer, newest wins, a loss has a grace, answers wait. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { endedStatus, writeUnitStatus } from "@ghaf/api";
import {
  type AdminFrame,
  type AgentFrame,
  SessionService,
} from "@ghaf/api/proto/ghaf/session/v1/session";
import { createRpcClient, RpcError, type StatusCode } from "@ghaf/api/rpc";
import { runningStatus } from "../agents/fake-agent.ts";
import { settle } from "../fake-clock.ts";
import {
  changeFrame,
  goneFrame,
  InProcess,
  snapshotFrame,
} from "../in-process.ts";

/** One stream of an agent, driven by hand. */
class Stream {
  readonly answers: string[] = [];
  /** Settles when the admin ends the stream. */
  readonly over: Promise<RpcError | undefined>;
  readonly #stop = new AbortController();
  readonly #frames: AgentFrame[] = [];
  #wake = () => {};

  constructor(world: InProcess, name: string) {
    const client = createRpcClient(SessionService, world.as(name));
    const { signal } = this.#stop;
    this.over = this.#listen(client.session(this.#outgoing(), { signal }));
  }

  async send(...frames: AgentFrame[]): Promise<this> {
    this.#frames.push(...frames);
    this.#wake();
    await settle();
    return this;
  }

  /** The connection breaks. */
  async cut(): Promise<void> {
    this.#stop.abort();
    await settle();
  }

  async *#outgoing(): AsyncGenerator<AgentFrame> {
    for (;;) {
      const frame = this.#frames.shift();
      if (frame !== undefined) yield frame;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  async #listen(
    frames: AsyncIterable<AdminFrame>,
  ): Promise<RpcError | undefined> {
    try {
      for await (const frame of frames) this.answers.push(said(frame));
    } catch (error) {
      assert.ok(error instanceof RpcError);
      return error;
    }
    return undefined;
  }
}

function said({ frame }: AdminFrame): string {
  switch (frame.case) {
    case "welcome":
      return `welcome ${frame.value.epoch} ${frame.value.adminBootId}`;
    case "acknowledged":
      return `ack ${frame.value}`;
    case undefined:
      return "nothing";
  }
}

async function rows(world: InProcess): Promise<string[]> {
  const { List } = await world.client().queryList({});
  return List.map((row) => `${row.Name} ${row.VmStatus}`).sort();
}

const FOOT = "foot@0.service";
const withFoot = () =>
  snapshotFrame("app-vm", {
    units: [
      { status: writeUnitStatus(runningStatus("kiosk.service")), type: 13 },
    ],
    applications: [writeUnitStatus(runningStatus(FOOT))],
  });
const ALL = [
  "foot@0.service Running",
  "givc-app-vm.service Running",
  "kiosk.service Running",
];
const LOST = ["givc-app-vm.service PoweredOff", "kiosk.service PoweredOff"];

async function ends(stream: Stream, code: StatusCode, message: RegExp) {
  const error = await stream.over;
  assert.equal(error?.code, code, error?.message);
  assert.match(error.message, message);
}

test("the snapshot is the registration, and the welcome follows it", async () => {
  const world = new InProcess();
  const stream = await new Stream(world, "app-vm").send(withFoot());
  assert.deepEqual(stream.answers, ["welcome epoch-1 boot-1"]);
  assert.deepEqual(await rows(world), ALL);
  const { List } = await world.client().queryList({});
  const foot = List.find((row) => row.Name === FOOT);
  assert.equal(foot?.VmName, "app-vm");
  assert.equal(foot.AgentName, "givc-app-vm.service");
  assert.equal(foot.ServiceType, "App");
});

test("changes are applied in order and acknowledged", async () => {
  const world = new InProcess();
  const stream = await new Stream(world, "app-vm").send(
    withFoot(),
    changeFrame(1n, { ...runningStatus(FOOT), freezerState: "frozen" }),
    changeFrame(2n, runningStatus("bar@3.service")),
    goneFrame(3n, FOOT),
  );
  assert.deepEqual(stream.answers.slice(1), ["ack 1", "ack 2", "ack 3"]);
  assert.deepEqual(await rows(world), [
    "bar@3.service Running",
    ...ALL.slice(1),
  ]);
});

test("an application that is on its way is shown when it is there", async () => {
  const world = new InProcess();
  const bar = "bar@0.service";
  const starting = { activeState: "activating", subState: "start" };
  const stream = await new Stream(world, "app-vm").send(
    withFoot(),
    changeFrame(1n, { ...runningStatus(bar), ...starting }),
  );
  assert.deepEqual(await rows(world), ALL);
  await stream.send(changeFrame(2n, runningStatus(bar)));
  assert.deepEqual(await rows(world), ["bar@0.service Running", ...ALL]);
});

test("a change that was applied already does nothing", async () => {
  const world = new InProcess();
  await new Stream(world, "app-vm").send(
    withFoot(),
    goneFrame(5n, FOOT),
    changeFrame(4n, runningStatus(FOOT)),
  );
  assert.deepEqual(await rows(world), ALL.slice(1));
});

test("a later snapshot of the same stream replaces everything", async () => {
  const world = new InProcess();
  const stream = await new Stream(world, "app-vm").send(
    withFoot(),
    snapshotFrame("app-vm", { sequence: 2_000n }),
    changeFrame(1_999n, runningStatus("bar@0.service")),
    changeFrame(2_001n, runningStatus("bar@1.service")),
  );
  assert.deepEqual(await rows(world), [
    "bar@1.service Running",
    "givc-app-vm.service Running",
  ]);
  assert.deepEqual(stream.answers[1], "welcome epoch-1 boot-1");
  assert.equal(stream.answers.at(-1), "ack 2001");
});

test("an application that ended, well or badly, is gone", async () => {
  const world = new InProcess();
  const failed = { activeState: "failed", subState: "failed" };
  await new Stream(world, "app-vm").send(
    withFoot(),
    changeFrame(1n, { ...runningStatus(FOOT), ...failed }),
  );
  assert.deepEqual(await rows(world), ALL.slice(1));
});

test("a newer session ends the older one, whose frames are ignored", async () => {
  const world = new InProcess();
  const old = await new Stream(world, "app-vm").send(withFoot());
  const next = new Stream(world, "app-vm");
  await next.send(snapshotFrame("app-vm", { epoch: "epoch-2" }));
  await ends(old, "aborted", /a newer session of givc-app-vm.service/);
  await old.send(changeFrame(1n, runningStatus("late@0.service")));
  assert.deepEqual(await rows(world), ["givc-app-vm.service Running"]);
  // The older one ending is no loss.
  await world.clock.advance(10_000);
  assert.deepEqual(await rows(world), ["givc-app-vm.service Running"]);
  assert.equal(world.admin.facts().sessions, 1);
});

test("an agent lost for two seconds is down, and a new snapshot restores it", async () => {
  const world = new InProcess();
  const stream = await new Stream(world, "app-vm").send(withFoot());
  await stream.cut();
  await world.clock.advance(1_999);
  assert.deepEqual(await rows(world), ALL);
  await world.clock.advance(1);
  assert.deepEqual(await rows(world), LOST);
  assert.equal(world.admin.facts().agentsUp, 0);
  await new Stream(world, "app-vm").send(withFoot());
  assert.deepEqual(await rows(world), ALL);
  assert.equal(world.admin.facts().agentsUp, 1);
});

test("an agent that is back within two seconds was never away", async () => {
  const world = new InProcess();
  const stream = await new Stream(world, "app-vm").send(withFoot());
  await stream.cut();
  await world.clock.advance(1_900);
  await new Stream(world, "app-vm").send(withFoot());
  await world.clock.advance(10_000);
  assert.deepEqual(await rows(world), ALL);
});

test("while a session lives, a registration of its agent changes nothing", async () => {
  const world = new InProcess();
  await new Stream(world, "app-vm").send(withFoot());
  const State = writeUnitStatus(endedStatus("givc-app-vm.service"));
  await world.register("app-vm", { State });
  assert.deepEqual(await rows(world), ALL);
});

test("a VM whose unit ends takes its session with it", async () => {
  const world = new InProcess();
  const unit = "microvm@app-vm.service";
  const host = await new Stream(world, "ghaf-host").send(
    snapshotFrame("ghaf-host", {
      units: [{ status: writeUnitStatus(runningStatus(unit)), type: 11 }],
    }),
  );
  const guest = await new Stream(world, "app-vm").send(withFoot());
  await host.send(changeFrame(1n, endedStatus(unit)));
  await ends(guest, "aborted", /the VM of this agent stopped/);
  assert.deepEqual(await rows(world), [
    "givc-app-vm.service PoweredOff",
    "givc-ghaf-host.service Running",
    "kiosk.service PoweredOff",
    "microvm@app-vm.service PoweredOff",
  ]);
});

test("a session begins with a snapshot, and soon", async () => {
  const world = new InProcess();
  const wrong = new Stream(world, "app-vm");
  await wrong.send(changeFrame(1n, runningStatus(FOOT)));
  await ends(wrong, "invalid-argument", /begins with a snapshot/);
  const silent = new Stream(world, "app-vm");
  await world.clock.advance(5_000);
  await ends(silent, "deadline-exceeded", /no snapshot came/);
});

test("a session is bound to its certificate like a registration", async () => {
  const world = new InProcess();
  const impostor = new Stream(world, "app-vm");
  await impostor.send(snapshotFrame("ghaf-host"));
  await ends(impostor, "permission-denied", /cannot register/);
  const greedy = new Stream(world, "app-vm");
  const status = writeUnitStatus(runningStatus("microvm@net-vm.service"));
  await greedy.send(snapshotFrame("app-vm", { units: [{ status, type: 7 }] }));
  await ends(greedy, "permission-denied", /only ghaf-host can/);
  assert.deepEqual(await rows(world), []);
});

test("malformed frames end the session and break nothing", async () => {
  const world = new InProcess();
  const cases: [AgentFrame[], RegExp][] = [
    [[snapshotFrame("app-vm", { epoch: "" })], /the epoch must have/],
    [
      [
        snapshotFrame("app-vm", {
          applications: [writeUnitStatus(runningStatus("foot.service"))],
        }),
      ],
      /no application instance/,
    ],
    [[withFoot(), goneFrame(1n, "a/b")], /unit name "a\/b"/],
    [[withFoot(), changeFrame(1n, runningStatus("x\n.service"))], /unit name/],
    [[snapshotFrame("app-vm", { units: [{ type: 13 }] })], /status missing/],
    [[snapshotFrame("app-vm", { transport: { Protocol: "udp" } })], /udp/],
  ];
  for (const [frames, message] of cases) {
    const stream = await new Stream(world, "app-vm").send(...frames);
    await ends(stream, "invalid-argument", message);
  }
  await new Stream(world, "app-vm").send(withFoot());
  assert.deepEqual(await rows(world), ALL);
});

test("an agent cannot report more than there is room for", async () => {
  const world = new InProcess();
  const applications = Array.from({ length: 2_048 }, (_, number) =>
    writeUnitStatus(runningStatus(`foot@${number}.service`)),
  );
  const many = new Stream(world, "app-vm");
  await many.send(snapshotFrame("app-vm", { applications }));
  await ends(many, "resource-exhausted", /2048 are the limit/);
  const unread = Array.from({ length: 2_049 }, () => ({ type: 99 }));
  const more = new Stream(world, "app-vm");
  await more.send(snapshotFrame("app-vm", { units: unread }));
  await ends(more, "resource-exhausted", /2048 are the limit/);
  const full = new Stream(world, "app-vm");
  await full.send(
    snapshotFrame("app-vm", { applications: applications.slice(1) }),
    changeFrame(1n, runningStatus("bar@0.service")),
  );
  await ends(full, "resource-exhausted", /2048 are the limit/);
});

test("an answer waits until the session has told what it stands for", async () => {
  const world = new InProcess();
  const stream = await new Stream(world, "app-vm").send(withFoot());
  const machine = world.machine("app-vm");
  machine.units.set(FOOT, runningStatus(FOOT));
  machine.mark = { epoch: "epoch-1", sequence: 2n };
  let answered = false;
  const pause = world
    .client()
    .pauseApplication({ AppName: FOOT })
    .then(() => {
      answered = true;
    });
  await settle();
  await stream.send(changeFrame(1n, runningStatus("bar@0.service")));
  assert.equal(answered, false);
  await stream.send(
    changeFrame(2n, { ...runningStatus(FOOT), freezerState: "frozen" }),
  );
  await pause;
  assert.ok((await rows(world)).includes("foot@0.service Paused"));
});

test("an answer does not wait for a session that is not the live one", async () => {
  const world = new InProcess();
  await new Stream(world, "app-vm").send(withFoot());
  const machine = world.machine("app-vm");
  machine.units.set(FOOT, runningStatus(FOOT));
  machine.mark = { epoch: "epoch-0", sequence: 99n };
  await world.client().pauseApplication({ AppName: FOOT });
});

test("an answer waits no longer than the session lasts, or five seconds", async () => {
  const world = new InProcess();
  const stream = await new Stream(world, "app-vm").send(withFoot());
  const machine = world.machine("app-vm");
  machine.units.set(FOOT, runningStatus(FOOT));
  machine.mark = { epoch: "epoch-1", sequence: 99n };
  const slow = world.client().pauseApplication({ AppName: FOOT });
  await settle();
  await world.clock.advance(5_000);
  await slow;
  const cut = world.client().resumeApplication({ AppName: FOOT });
  await settle();
  await stream.cut();
  await cut;
});
