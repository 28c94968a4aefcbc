/** The story: one chapter after the other, each with what must come true. */

import type { Narrator } from "../narrator.ts";
import type { Finished } from "../processes.ts";
import { StoryFailed, Telling } from "../telling.ts";
import { TooLate, type WatchedEvent, type Watcher } from "../watcher.ts";
import { type Device, findProcess, LIMIT_MS } from "./device.ts";
import { registerAsHost } from "./impostor.ts";

export class Story {
  readonly #device: Device;
  readonly #say: Narrator;
  readonly #telling: Telling;

  constructor(device: Device, say: Narrator) {
    this.#device = device;
    this.#say = say;
    this.#telling = new Telling(device, say);
  }

  async tell(): Promise<void> {
    await this.#comingUp();
    const watcher = this.#device.watch();
    await watcher.began();
    await this.#runningAnApp(watcher);
    await this.#pausing(watcher);
    await this.#killedFromOutside(watcher);
    await this.#sleepingVm(watcher);
    watcher.close();
    await this.#refusals();
    await this.#adminKilled();
  }

  async #comingUp(): Promise<void> {
    this.#say.chapter("2. The device comes up");
    const since = performance.now();
    this.#device.startAdmin();
    this.#device.startHost();
    for (const name of ["ghaf-host", "net-vm", "app-vm"]) {
      await this.#known(`givc-${name}.service`);
    }
    const up = "admin, host agent and two VMs have found each other";
    this.#say.fact(up, performance.now() - since);
    await this.#telling.show("ghaf", ["vm", "list"]);
  }

  async #runningAnApp(watcher: Watcher): Promise<void> {
    this.#say.chapter("3. An application is started in app-vm");
    await this.#telling.timed("the watcher sees it running", async () => {
      const running = watcher.next("the viewer's start", isRunning("viewer@0"));
      await this.#telling.control(["start", "app", "--vm", "app-vm", "viewer"]);
      await running;
    });
    this.#expectProcess("the program is a process of app-vm");
    await this.#telling.show("ghaf", ["app", "list"]);
  }

  async #pausing(watcher: Watcher): Promise<void> {
    this.#say.chapter("4. It is paused and resumed");
    await this.#telling.timed("paused, and the watcher saw it", async () => {
      const paused = watcher.next("the pause", isPaused("viewer@0"));
      await this.#telling.control(["pause", "viewer@0.service"]);
      await paused;
    });
    this.#expectState("T", "the kernel has stopped the process");
    await this.#telling.timed("resumed, and the watcher saw it", async () => {
      const resumed = watcher.next("the resume", isRunning("viewer@0"));
      await this.#telling.control(["resume", "viewer@0.service"]);
      await resumed;
    });
  }

  async #killedFromOutside(watcher: Watcher): Promise<void> {
    this.#say.chapter("5. Somebody kills it from outside");
    const gone = watcher.next(
      "the end of the viewer",
      ({ kind, name }) =>
        kind === "UnitShutdown" && name === "viewer@0.service",
    );
    const { pid } = this.#viewer();
    const since = performance.now();
    this.#say.command(["kill", "-9", String(pid)]);
    process.kill(pid, "SIGKILL");
    await gone;
    this.#say.fact("the watcher sees it go", performance.now() - since);
  }

  async #sleepingVm(watcher: Watcher): Promise<void> {
    this.#say.chapter("6. An application is asked for in a VM that is off");
    await this.#telling.timed(
      "chat-vm was started, its agent registered, chat runs",
      async () => {
        const registered = watcher.next(
          "the registration of chat-vm's agent",
          ({ name }) => name === "givc-chat-vm.service",
        );
        const running = watcher.next("chat's start", isRunning("chat@0"));
        await this.#telling.control([
          "start",
          "app",
          "--vm",
          "chat-vm",
          "chat",
        ]);
        await Promise.all([registered, running]);
      },
    );
    await this.#telling.show("ghaf", ["vm", "list"]);
  }

  async #refusals(): Promise<void> {
    this.#say.chapter("7. Who may not");
    const { world } = this.#device;
    const query = ["query-list"];
    this.#say.command(["givc-cli", ...query]);
    const refused = await this.#device.run("givc-cli", query, world.intruder);
    this.#expectRefusal(refused);
    this.#say.fact("a certificate used from another address is refused");
    const error = await registerAsHost(world.appVm, world.admin);
    if (error.code !== "permission-denied") throw error;
    this.#say.note("app-vm registers itself as givc-ghaf-host.service:");
    this.#say.output(error.message);
    this.#say.fact("a VM cannot pass itself off as the host");
  }

  async #adminKilled(): Promise<void> {
    this.#say.chapter("8. The admin is killed and started again");
    const before = await this.#names();
    this.#say.command(["kill", "-9", "$(pidof givc-admin)"]);
    await this.#device.killAdmin();
    const since = performance.now();
    this.#device.startAdmin();
    await this.#allKnown(before);
    const all = `all ${before.length} entries are known again`;
    this.#say.fact(all, performance.now() - since);
  }

  async #allKnown(names: readonly string[]): Promise<void> {
    const deadline = performance.now() + LIMIT_MS;
    for (;;) {
      const now = await this.#names().catch((): readonly string[] => []);
      const missing = names.filter((name) => !now.includes(name));
      if (missing.length === 0) return;
      if (performance.now() > deadline) {
        throw new TooLate(`not known again: ${missing.join(", ")}`);
      }
    }
  }

  /** @throws SyntaxError while nobody answers */
  async #names(): Promise<readonly string[]> {
    const { stdout } = await this.#device.run("givc-cli", [
      "query-list",
      "--as-json",
    ]);
    const list = JSON.parse(stdout) as readonly { name: string }[];
    return list.map(({ name }) => name).sort();
  }

  /** Waits until the admin knows `name`. */
  async #known(name: string): Promise<void> {
    const retries = String(LIMIT_MS / 1_000);
    const args = ["test", "ensure", "--retry", retries, name];
    const deadline = performance.now() + LIMIT_MS;
    // The command answers at once while nobody listens yet: ask again.
    for (;;) {
      const { code, stderr } = await this.#device.run("givc-cli", args);
      if (code === 0) return;
      if (performance.now() > deadline) {
        throw new TooLate(`${name} is not known to the admin: ${stderr}`);
      }
    }
  }

  #viewer() {
    const found = findProcess(this.#device.world.document);
    if (found === undefined) throw new StoryFailed("the viewer does not run");
    return found;
  }

  #expectProcess(fact: string): void {
    this.#say.fact(`${fact} (pid ${this.#viewer().pid})`);
  }

  #expectState(state: string, fact: string): void {
    const found = this.#viewer().state;
    if (found !== state) throw new StoryFailed(`its state is ${found}`);
    this.#say.fact(fact);
  }

  #expectRefusal({ code, stderr }: Finished): void {
    this.#say.output(stderr);
    if (code !== 1 || !stderr.includes("not in certificate SAN")) {
      throw new StoryFailed(`expected a refusal, exit code ${code}`);
    }
  }
}

function isRunning(instance: string) {
  return ({ kind, name, status }: WatchedEvent) =>
    kind !== "UnitShutdown" &&
    name === `${instance}.service` &&
    status === "Running";
}

function isPaused(instance: string) {
  return ({ name, status }: WatchedEvent) =>
    name === `${instance}.service` && status === "Paused";
}
