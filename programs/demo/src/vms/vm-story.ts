/** The story in virtual machines: one chapter after the other, each with what must come true. */

import { setTimeout as pause } from "node:timers/promises";
import type { Narrator } from "../narrator.ts";
import { expectSuccess, StoryFailed, Telling } from "../telling.ts";
import type { WatchedEvent, Watcher } from "../watcher.ts";
import { PAGE } from "./second-vm.ts";
import { qemuOf, tracesOf } from "./traces.ts";
import { readExports, type VmDevice } from "./vm-device.ts";

const CONFIGURATION = "device/system.ts";
/** An application that has been started says something soon. */
const WORDS_LIMIT_MS = 60_000;
const STEP_MS = 300;
/** busybox gives up a connection that nobody answers. */
const REFUSED = "timed out";

export class VmStory {
  readonly #device: VmDevice;
  readonly #say: Narrator;
  readonly #telling: Telling;

  constructor(device: VmDevice, say: Narrator) {
    this.#device = device;
    this.#say = say;
    this.#telling = new Telling(device, say);
  }

  /** From the configuration to a device of which every agent is registered. */
  async comeUp(): Promise<void> {
    await this.#planned();
    await this.#comingUp();
  }

  /** What is done with it. */
  async live(): Promise<void> {
    const watcher = this.#device.watch();
    await watcher.began();
    await this.#runningAnApp(watcher);
    await this.#sleepingVm(watcher);
    await this.#packetFilter(watcher);
    await this.#killedFromOutside(watcher);
    watcher.close();
  }

  /** The last chapter. */
  async end(): Promise<void> {
    this.#say.chapter("8. The device is switched off");
    const off = "all have stopped: application VMs first, admin-vm last";
    await this.#streamed(off, ["down", "--purge"]);
    const traces = tracesOf(this.#device.folders.state);
    if (traces.length > 0) {
      throw new StoryFailed(`left on this machine:\n${traces.join("\n")}`);
    }
    this.#say.fact("nothing is left: no process, no mount, no file");
  }

  /** The machines of the device; its files would fill a page. */
  async #planned(): Promise<void> {
    const args = ["plan", CONFIGURATION];
    this.#say.command(["ghaf", ...args]);
    const finished = await this.#device.run("ghaf", args);
    expectSuccess(finished, "ghaf plan");
    const [machines = "", files = ""] = finished.stdout.split("\n\n");
    this.#say.output(machines);
    const count = files.trimEnd().split("\n").length - 1;
    this.#say.output(
      `… and ${count} files, each with the program that reads it`,
    );
  }

  async #comingUp(): Promise<void> {
    this.#say.chapter("3. Its virtual machines boot");
    await this.#streamed("every VM has booted, every agent is registered", [
      "up",
      CONFIGURATION,
    ]);
    this.#say.command(['eval "$(ghaf env)"']);
    const env = await this.#device.run("ghaf", ["env"]);
    expectSuccess(env, "ghaf env");
    this.#device.export(readExports(env.stdout));
    await this.#telling.show("ghaf", ["vm", "list"]);
  }

  async #runningAnApp(watcher: Watcher): Promise<void> {
    this.#say.chapter("4. An application is started in app-vm");
    await this.#telling.timed("the watcher sees it running", async () => {
      const running = watcher.next("the start of web", isRunning("web@0"));
      await this.#telling.control(["start", "app", "--vm", "app-vm", "web"]);
      await running;
    });
    await this.#telling.show("ghaf", ["app", "list"]);
  }

  async #sleepingVm(watcher: Watcher): Promise<void> {
    this.#say.chapter("5. An application is asked for in a VM that is off");
    const up = "reader-vm has booted, its agent is registered, read runs";
    await this.#telling.timed(up, async () => {
      const registered = watcher.next(
        "the registration of reader-vm's agent",
        ({ name }) => name === "givc-reader-vm.service",
      );
      await this.#read("http://app-vm:8080/");
      await registered;
    });
    await this.#heard(PAGE);
    this.#say.fact("it has read what web serves in app-vm");
  }

  /** The same program and the same page, at a port that no flow has. */
  async #packetFilter(watcher: Watcher): Promise<void> {
    this.#say.chapter("6. Nothing passes that the device does not declare");
    this.#say.note("It declares one flow: reader-vm to app-vm, port 8080.");
    const running = watcher.next("the start of hidden", isRunning("hidden@0"));
    await this.#telling.control(["start", "app", "--vm", "app-vm", "hidden"]);
    await running;
    this.#say.fact("hidden serves the same page in app-vm, at port 8081");
    await this.#read("http://app-vm:8081/");
    await this.#heard(REFUSED);
    this.#say.fact("the packet filters let nothing through to it");
  }

  async #read(url: string): Promise<void> {
    const vm = ["--vm", "reader-vm"];
    await this.#telling.control(["start", "app", ...vm, "read", "--", url]);
  }

  /** Waits until the reader has said it, and shows that. @throws StoryFailed */
  async #heard(words: string): Promise<void> {
    const args = ["logs", "-n", "5", "reader-vm", "read@0"];
    const deadline = performance.now() + WORDS_LIMIT_MS;
    for (;;) {
      const { stdout, stderr } = await this.#device.run("ghaf", args);
      if (stdout.includes(words)) {
        this.#say.command(["ghaf", ...args]);
        this.#say.output(stdout);
        return;
      }
      if (performance.now() > deadline) {
        const said = `${stdout}${stderr}`;
        throw new StoryFailed(`reader-vm never said "${words}": ${said}`);
      }
      await pause(STEP_MS);
    }
  }

  async #killedFromOutside(watcher: Watcher): Promise<void> {
    this.#say.chapter("7. Somebody kills a virtual machine");
    const pid = qemuOf(this.#device.folders.state, "app-vm");
    if (pid === undefined) throw new StoryFailed("app-vm has no QEMU");
    const gone = watcher.next("the end of app-vm", isGone("app-vm"));
    const back = gone.then(() =>
      watcher.next("the return of app-vm", isRunning("givc-app-vm")),
    );
    this.#say.command(["kill", "-9", "$(pgrep -f 'qemu.*-name app-vm ')"]);
    const since = performance.now();
    process.kill(pid, "SIGKILL");
    await gone;
    this.#say.fact("the watcher sees it go", performance.now() - since);
    await back;
    const again = "it has booted again, its agent is registered";
    this.#say.fact(again, performance.now() - since);
    await this.#telling.show("ghaf", ["vm", "list"]);
  }

  /** A command of `ghaf` whose words are shown as they come. */
  async #streamed(fact: string, args: readonly string[]): Promise<void> {
    await this.#telling.timed(fact, async () => {
      this.#say.command(["ghaf", ...args]);
      const tell = (line: string) => this.#say.output(line);
      const finished = await this.#device.run("ghaf", args, tell);
      expectSuccess(finished, args.join(" "));
    });
  }
}

function isRunning(unit: string) {
  return ({ kind, name, status }: WatchedEvent) =>
    kind !== "UnitShutdown" &&
    name === `${unit}.service` &&
    status === "Running";
}

/** Its unit on the host, or its agent. */
function isGone(vm: string) {
  const names = [`microvm@${vm}.service`, `givc-${vm}.service`, vm];
  return ({ kind, name, status }: WatchedEvent) =>
    names.includes(name) && (kind === "UnitShutdown" || status !== "Running");
}
