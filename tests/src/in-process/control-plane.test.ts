/** The control plane in one process: everything but systemd and sockets is real. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { parseUnitName } from "@ghaf/api";
import {
  type ControlClient,
  ControlError,
  type WatchEvent,
} from "@ghaf/client";
import { Device } from "./device.ts";

const VIEWER = "viewer@0.service";

describe("the control plane in one process", () => {
  let device: Device;
  let client: ControlClient;

  beforeEach(async () => {
    device = new Device([
      { name: "app-vm", applications: ["viewer"], services: ["a.service"] },
      { name: "chat-vm", applications: ["chat", "viewer"] },
    ]);
    await device.start();
    client = device.client();
  });
  afterEach(() => device.close());

  it("starts an application in a VM that is off, and lists it at once", async () => {
    assert.equal(await start("app-vm", "viewer"), VIEWER);
    assert.equal(await statusOf(VIEWER), "Running");
    assert.equal(await statusOf("givc-app-vm.service"), "Running");
    assert.equal(await statusOf("microvm@app-vm.service"), "Running");
  });

  it("gives concurrent starts numbers of their own, over all VMs", async () => {
    const started = await Promise.all([
      start("app-vm", "viewer"),
      start("chat-vm", "viewer"),
      start("app-vm", "viewer"),
    ]);
    assert.deepEqual(started.sort(), [
      "viewer@0.service",
      "viewer@1.service",
      "viewer@2.service",
    ]);
  });

  it("tells a watcher every change in order", async () => {
    await start("app-vm", "viewer");
    const abort = new AbortController();
    const events = collect(client, abort.signal);
    await events.next;
    await client.pauseApplication({ name: VIEWER });
    await client.resumeApplication({ name: VIEWER });
    device.inside("app-vm").units.exit(parseUnitName(VIEWER), 1);
    await events.until(({ kind }) => kind === "removed");
    abort.abort();
    const seen = events.all.flatMap((event) =>
      "item" in event && event.item.name === VIEWER
        ? [`${event.kind} ${event.item.status}`]
        : [],
    );
    assert.deepEqual(seen.slice(0, 2), ["updated Paused", "updated Running"]);
    assert.match(seen[2] ?? "", /^removed/);
    assert.equal(seen.length, 3);
  });

  it("knows everything again after the admin was killed", async () => {
    await start("app-vm", "viewer");
    await start("chat-vm", "chat");
    const before = await names();
    await device.restartAdmin();
    client = device.client();
    await client.waitFor((items) => items.length === before.length);
    assert.deepEqual(await names(), before);
  });

  it("shows a VM that lost power as off, and starts it again when asked", async () => {
    await start("app-vm", "viewer");
    device.hostUnits.exit(parseUnitName("microvm@app-vm.service"), 1);
    await client.waitFor((items) => items.every(({ name }) => name !== VIEWER));
    assert.equal(await statusOf("givc-app-vm.service"), "PoweredOff");
    assert.equal(await start("app-vm", "viewer"), VIEWER);
    assert.equal(await statusOf("givc-app-vm.service"), "Running");
  });

  it("refuses what is not there, naming it", async () => {
    await assert.rejects(start("app-vm", "editor"), /editor/);
    await assert.rejects(start("no-vm", "viewer"), /no-vm/);
    await assert.rejects(
      client.pauseApplication({ name: "viewer@7.service" }),
      /viewer@7\.service/,
    );
    await assert.rejects(start("app-vm", "../viewer"), /viewer/);
    await assert.rejects(start("app-vm", "viewer\nx"), /viewer/);
  });

  it("sets the time zone everywhere, and on machines that come later", async () => {
    await start("app-vm", "viewer");
    await client.setTimezone("Europe/Helsinki");
    assert.equal(device.settings.files.get("timezone.conf"), "Europe/Helsinki");
    await start("chat-vm", "chat");
    for (const vm of ["app-vm", "chat-vm"]) {
      const { calls } = device.inside(vm).locale;
      await until(() => calls.includes("setTimezone Europe/Helsinki"));
    }
    await assert.rejects(client.setTimezone("../../etc/passwd"), ControlError);
  });

  async function start(vm: string, app: string): Promise<string> {
    return client.startApplication({ app, vm });
  }

  async function statusOf(name: string): Promise<string | undefined> {
    const items = await client.queryList();
    return items.find((item) => item.name === name)?.status;
  }

  async function names(): Promise<string[]> {
    return (await client.queryList()).map(({ name }) => name).sort();
  }
});

/** A watcher whose events can be waited for. */
function collect(client: ControlClient, signal: AbortSignal) {
  const all: WatchEvent[] = [];
  const waiting = new Set<() => void>();
  const run = async () => {
    for await (const event of client.watch({ signal })) {
      all.push(event);
      for (const wake of waiting) wake();
    }
  };
  run().catch(() => undefined);
  const until = (wanted: (event: WatchEvent) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!all.some(wanted)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { all, until, next: until(() => true) };
}

/** What the agents do on their own; the runner's timeout bounds it. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
