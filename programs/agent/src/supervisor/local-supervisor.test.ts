/** The local supervisor keeps the contract, and leaves nothing behind however it ends. */

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, writeFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { isRunning } from "@ghaf/api";
import type { ResolvedSupervisedUnit } from "@ghaf/api/config";
import {
  type Command,
  command,
  finish,
  processId,
  readText,
} from "../systemd/contract/programs.ts";
import { refused, unitName } from "../systemd/contract/rig.ts";
import { Scratch } from "../systemd/contract/scratch.ts";
import { until } from "../systemd/contract/until.ts";
import { unitsContract } from "../systemd/units-contract.ts";
import type { PoweroffKind } from "./local-supervisor.ts";
import { KEEPER, makeSupervisor, PLAIN, supervise } from "./supervised.ts";

unitsContract("the local supervisor", "processes", async (defined) => {
  const units = makeSupervisor(defined.map((unit) => ({ ...PLAIN, ...unit })));
  return {
    units,
    outside: {
      kind: "processes",
      kill: async (id) => void process.kill(id, "SIGKILL"),
    },
    end: () => units.close(),
  };
});

describe("local supervisor", () => {
  const scratch = new Scratch();
  const { directory } = scratch;
  after(() => scratch.end());

  function unit(
    name: string,
    more: Partial<ResolvedSupervisedUnit> = {},
  ): ResolvedSupervisedUnit {
    const parsed = unitName(name);
    return {
      ...PLAIN,
      name: parsed,
      command: command("forever", directory, parsed),
      description: name,
      ...more,
    };
  }

  test("units with autostart run by themselves, and a watcher hears of them", async (t) => {
    const name = unitName("auto.service");
    const units = supervise(t, [unit(name, { autostart: true })]);
    const states: string[] = [];
    units.watch(({ status }) => states.push(status.activeState));
    await until("the start", async () =>
      isRunning(await units.status(name)) ? true : undefined,
    );
    assert.deepEqual(states, ["activating", "active"]);
    await units.close();
    assert.equal(states.at(-1), "inactive");
    await scratch.nothingLeft();
  });

  test("a power target stops all units by their order, then asks for the end", async (t) => {
    const asked: PoweroffKind[] = [];
    const ended: string[] = [];
    const order = { "last.service": 20, "first.service": 1, "next.service": 2 };
    const units = supervise(
      t,
      Object.entries(order).map(([name, stopOrder]) =>
        unit(name, { stopOrder, autostart: true }),
      ),
      { onPoweroff: (kind) => asked.push(kind) },
    );
    const app = unitName("app@0.service");
    await units.startTransient({
      unit: app,
      description: "app",
      command: command("forever", directory, app),
      environment: {},
    });
    for (const name of Object.keys(order)) await units.start(unitName(name));
    units.watch((change) => {
      if (change.status.activeState === "inactive") ended.push(change.unit);
    });
    await units.startNoWait(unitName("reboot.target"));
    await refused(units.start(unitName("first.service")), "job-failed");
    await until("the request", () => asked[0]);
    assert.deepEqual(asked, ["reboot"]);
    assert.deepEqual(ended, [
      "app@0.service",
      "first.service",
      "next.service",
      "last.service",
    ]);
    await scratch.nothingLeft();
    await units.close();
  });

  test("the power targets are known; what cannot be done to them is said", async (t) => {
    const units = supervise(t, []);
    const target = unitName("poweroff.target");
    assert.equal((await units.status(target)).loadState, "loaded");
    await refused(units.stop(target), "not-supported");
    await refused(
      units.startNoWait(unitName("suspend.target")),
      "no-such-unit",
    );
    await units.close();
  });

  test("a start that cannot be says why", async (t) => {
    const script = `${directory}/not-executable`;
    await writeFile(script, "#!/bin/sh\n");
    await chmod(script, 0o644);
    const commands: Readonly<Record<string, Command>> = {
      "none.service": ["/no/such/program"],
      "word.service": ["no-such-program-in-the-path"],
      "mode.service": [script],
      "zero.service": ["/bin/true", "a\0b"],
    };
    const units = supervise(
      t,
      Object.entries(commands).map(([name, words]) =>
        unit(name, { command: words }),
      ),
    );
    const reasons = [
      /^cannot start none.service: \/no\/such\/program: there is no such program$/,
      /there is no such program$/,
      /the program may not be executed$/,
      /null bytes/,
    ];
    for (const [index, name] of Object.keys(commands).entries()) {
      const error = await refused(units.start(unitName(name)), "job-failed");
      assert.match(error.message, reasons[index] ?? /nothing/);
      const { activeState } = await units.status(unitName(name));
      assert.equal(activeState, "failed");
    }
    await units.close();
  });

  test("SIGTERM from elsewhere is a clean end, another code is not", async (t) => {
    const term = unitName("term.service");
    const code = unitName("code.service");
    const units = supervise(t, [
      unit(term),
      unit(code, { command: command("parent", directory, code) }),
    ]);
    await units.start(term);
    await units.start(code);
    process.kill(await processId(directory, term), "SIGTERM");
    await processId(directory, code);
    await finish(directory, code, 7);
    const end = (name: typeof term) =>
      until(`the end of ${name}`, async () => {
        const { activeState } = await units.status(name);
        return activeState === "active" ? undefined : activeState;
      });
    assert.equal(await end(term), "inactive");
    assert.equal(await end(code), "failed");
    await units.close();
  });

  test("a program gets no descriptor of the keeper", async (t) => {
    const name = unitName("descriptors.service");
    const script =
      'cd "$1"; ls -l /proc/self/fd > fds.tmp; mv fds.tmp fds; exec sleep 3600';
    const units = supervise(t, [
      unit(name, { command: ["/bin/sh", "-c", script, "sh", directory] }),
    ]);
    await units.start(name);
    const text = await until("the list", () => readText(`${directory}/fds`));
    const targets = new Map(
      [...text.matchAll(/ (\d+) -> (.*)$/gm)].map(([, fd, to]) => [fd, to]),
    );
    assert.equal(targets.get("0"), "/dev/null");
    const others = [...targets].filter(([fd]) => Number(fd) > 2);
    assert.deepEqual(
      others.filter(([, to]) => /^(socket|anon_inode):/.test(to ?? "")),
      [],
      "the keeper's channel and its event loop are its own",
    );
  });

  test("what the service manager says to the agent is not said to its units", async (t) => {
    const name = unitName("environment.service");
    const script = 'cd "$1"; env > env.tmp; mv env.tmp env; exec sleep 3600';
    const units = supervise(
      t,
      [unit(name, { command: ["/bin/sh", "-c", script, "sh", directory] })],
      {
        environment: {
          ...process.env,
          GHAF_KEPT: "yes",
          NOTIFY_SOCKET: "/run/notify",
          LISTEN_FDS: "1",
        },
      },
    );
    await units.start(name);
    const text = await until("the list", () => readText(`${directory}/env`));
    const lines = text.split("\n");
    assert.ok(lines.includes("GHAF_KEPT=yes"));
    assert.deepEqual(
      lines.filter((line) => /^(NOTIFY|LISTEN|NODE_CHANNEL)_/.test(line)),
      [],
    );
  });

  test("a keeper that is killed takes its units along, and the next start gets a new one", async (t) => {
    const name = unitName("kept.service");
    const units = supervise(t, [unit(name)]);
    const states: string[] = [];
    units.watch(({ status }) => states.push(status.activeState));
    await units.start(name);
    const first = await processId(directory, name);
    process.kill(parentOf(await statOf(first)), "SIGKILL");
    await until("the loss", () =>
      states.includes("failed") ? true : undefined,
    );
    await scratch.nothingLeft();
    assert.ok(isRunning(await units.start(name)));
    await until("another process", async () => {
      const now = await processId(directory, name);
      return now === first ? undefined : now;
    });
    await units.close();
    await scratch.nothingLeft();
  });

  test("without a keeper nothing starts, and that is said", async (t) => {
    const name = unitName("alone.service");
    const units = supervise(t, [unit(name)], { keeper: ["/no/such/keeper"] });
    await refused(units.start(name), "unavailable");
    await refused(units.start(name), "unavailable");
    assert.equal((await units.status(name)).activeState, "failed");
    await units.close();
  });

  describe("kill -9 of the process that has the supervisor", () => {
    let holder: ChildProcess;
    const nested = unitName("nested.service");

    before(async () => {
      const inner = holdingScript([
        unit("inner.service", {
          autostart: true,
          command: command("parent", directory, unitName("inner.service")),
        }),
      ]);
      holder = spawn(
        process.execPath,
        nodeWords(
          holdingScript([
            unit("outer.service", { autostart: true }),
            unit(nested, {
              autostart: true,
              command: [process.execPath, ...nodeWords(inner)],
            }),
          ]),
        ),
        { stdio: ["ignore", "inherit", "inherit"] },
      );
      await processId(directory, unitName("outer.service"));
      await processId(directory, unitName("inner.service"));
    });

    after(() => holder?.kill("SIGKILL"));

    test("leaves no unit, no child of a unit and no unit of a nested supervisor", async () => {
      // A unit, another, and a child of that one, which it has a moment later.
      await until("all of them", () =>
        scratch.processes().length >= 3 ? true : undefined,
      );
      holder.kill("SIGKILL");
      await once(holder, "exit");
      await scratch.nothingLeft();
    });
  });
});

/** A program that does nothing but have a supervisor. */
function holdingScript(units: readonly ResolvedSupervisedUnit[]): string {
  const module = new URL("./local-supervisor.js", import.meta.url).href;
  const settings = { units, keeper: KEEPER, environment: process.env };
  return `import { LocalSupervisor } from ${JSON.stringify(module)};
const quiet = () => {};
const logger = { debug: quiet, info: quiet, notice: quiet, warning: console.error, error: console.error };
const clock = { now: () => performance.now(), after: (ms, call) => { const timer = setTimeout(call, ms); return () => clearTimeout(timer); } };
new LocalSupervisor({ ...${JSON.stringify(settings)}, clock, logger, onPoweroff: quiet });`;
}

function nodeWords(script: string): string[] {
  return ["--input-type=module", "--eval", script];
}

async function statOf(processId: number): Promise<string> {
  const text = await readText(`/proc/${processId}/stat`);
  return text ?? assert.fail(`process ${processId} does not exist`);
}

/** proc(5): the fourth field, after the name in parentheses. */
function parentOf(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}
