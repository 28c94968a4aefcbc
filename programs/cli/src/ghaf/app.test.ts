import assert from "node:assert/strict";
import { test } from "node:test";
import { type AdminHandlers, perform, refusal } from "./fake-io.ts";
import { DEVICE, fakeItem } from "./fake-registry.ts";

const list: AdminHandlers = { queryList: () => ({ List: [...DEVICE] }) };
const up: AdminHandlers = {
  ...list,
  async *watch(_request, { signal }) {
    yield { Status: { case: "Initial", value: { List: [...DEVICE] } } };
    await aborted(signal);
  },
};

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve());
  });
}

test("app start prints the instance, and hands on VM and arguments", async () => {
  const asked: unknown[] = [];
  const outcome = await perform({
    argv: ["app", "start", "foot", "--vm", "app-vm", "--", "-e", "top"],
    admin: {
      ...up,
      startApplication: ({ AppName, VmName, Args }) => {
        asked.push({ AppName, VmName, Args });
        return { registryId: "foot@0.service" };
      },
    },
  });
  assert.deepEqual(
    [outcome.code, outcome.stdout, outcome.stderr],
    [0, "foot@0.service\n", "started foot@0.service in app-vm\n"],
  );
  assert.deepEqual(asked, [
    { AppName: "foot", VmName: "app-vm", Args: ["-e", "top"] },
  ]);
});

test("app start tells how its VM boots, and knows the VM's default name", async () => {
  const told: string[] = [];
  let isUp = () => {};
  const vmIsUp = new Promise<void>((resolve) => {
    isUp = resolve;
  });
  const stderr = {
    isTerminal: false,
    write: async (text: string) => {
      told.push(text);
      if (text === "mail-vm is up\n") isUp();
    },
  };
  const unit = fakeItem("microvm@mail-vm.service", ["AppVM", "VM"]);
  const outcome = await perform({
    argv: ["app", "start", "mail"],
    io: { stderr },
    admin: {
      async *watch(_request, { signal }) {
        const off = { ...unit, VmStatus: "PoweredOff" };
        yield { Status: { case: "Initial", value: { List: [off] } } };
        yield { Status: { case: "Updated", value: unit } };
        const agent = fakeItem("givc-mail-vm.service", ["AppVM", "Mgr"]);
        yield { Status: { case: "Added", value: agent } };
        await aborted(signal);
      },
      startApplication: async ({ VmName }) => {
        assert.equal(VmName, undefined);
        await vmIsUp;
        return { registryId: "mail@0.service" };
      },
    },
  });
  assert.deepEqual([outcome.code, outcome.stdout], [0, "mail@0.service\n"]);
  assert.deepEqual(told, [
    "mail-vm is off; it is being started…\n",
    "mail-vm is starting…\n",
    "mail-vm is up\n",
    "started mail@0.service in mail-vm\n",
  ]);
});

test("an admin that cannot be watched still starts applications", async () => {
  const outcome = await perform({
    argv: ["app", "start", "foot", "--vm", "app-vm"],
    admin: { startApplication: () => ({ registryId: "foot@0.service" }) },
  });
  assert.deepEqual(
    [outcome.code, outcome.stderr],
    [0, "started foot@0.service in app-vm\n"],
  );
});

test("a VM that does not exist: exit 3 and the names that do", async () => {
  const outcome = await perform({
    argv: ["app", "start", "foot", "--vm", "ap-vm"],
    admin: {
      ...up,
      startApplication: () => {
        throw refusal("not-found", "vm microvm@ap-vm.service not loaded");
      },
    },
  });
  assert.equal(outcome.code, 3);
  assert.equal(outcome.stdout, "");
  assert.equal(
    outcome.stderr,
    `error: vm microvm@ap-vm.service not loaded
  did you mean app-vm?
  try: ghaf vm list
`,
  );
});

test("where no host agent has registered, that is said", async () => {
  const admin: AdminHandlers = {
    queryList: () => ({ List: [] }),
    startVM: () => {
      throw refusal("not-found", "No service registered for the host");
    },
  };
  const outcome = await perform({ argv: ["vm", "start", "net-vm"], admin });
  assert.equal(outcome.code, 3);
  assert.match(outcome.stderr, /\n {2}no host agent has registered/);
});

test("vm start says that the VM runs, and nothing on stdout", async () => {
  const admin: AdminHandlers = {
    ...up,
    startVM: ({ VmName }) => ({ registryId: `givc-${VmName}.service` }),
  };
  const outcome = await perform({ argv: ["vm", "start", "app-vm"], admin });
  assert.deepEqual(
    [outcome.code, outcome.stdout, outcome.stderr],
    [0, "", "app-vm is running\n"],
  );
});

for (const [verb, method, done] of [
  ["stop", "stopApplication", "stopped"],
  ["pause", "pauseApplication", "paused"],
  ["resume", "resumeApplication", "resumed"],
] as const) {
  test(`app ${verb} names the instance, or finds the only one`, async () => {
    for (const name of ["chat@0.service", "chat"]) {
      const asked: string[] = [];
      const outcome = await perform({
        argv: ["app", verb, name],
        admin: {
          ...list,
          [method]: ({ AppName }: { AppName: string }) => {
            asked.push(AppName);
            return { CmdStatus: "Command successful." };
          },
        },
      });
      assert.deepEqual(
        [outcome.code, outcome.stdout, outcome.stderr],
        [0, "", `${done} chat@0.service\n`],
      );
      assert.deepEqual(asked, ["chat@0.service"]);
    }
  });
}

test("app stop with several instances lists them", async () => {
  const outcome = await perform({ argv: ["app", "stop", "foot"], admin: list });
  assert.equal(outcome.code, 2);
  assert.equal(
    outcome.stderr,
    `error: there are several instances of foot
  name one: foot@2.service, foot@10.service
`,
  );
});

test("app stop of what is not there suggests what is", async () => {
  const none = await perform({ argv: ["app", "stop", "fooot"], admin: list });
  assert.equal(none.code, 3);
  assert.equal(
    none.stderr,
    `error: no instance of fooot is running
  did you mean foot?
  try: ghaf app list
`,
  );
  const reference = await perform({
    argv: ["app", "stop", "chat@1.service"],
    admin: {
      ...list,
      stopApplication: () => {
        const detail = "Service chat@1.service not registered";
        const error = refusal("invalid-argument", detail);
        error.message = "request contains invalid arguments";
        throw error;
      },
    },
  });
  assert.equal(reference.code, 3);
  assert.match(
    reference.stderr,
    /^error: Service chat@1\.service not registered\n {2}did you mean chat@0\.service/,
  );
});

test("app start without a VM, where none has the application's name, says to name one", async () => {
  const startApplication = () => {
    const detail =
      "error fetching unit status: microvm@foot-vm.service: not found";
    const error = refusal("not-found", detail);
    throw error;
  };
  const argv = ["app", "start", "foot"];
  const admin = { ...up, startApplication };
  const { code, stderr } = await perform({ argv, admin });
  assert.equal(code, 3);
  assert.match(stderr, /\n {2}name the VM that has foot: --vm VM /);
  const named = await perform({ argv: [...argv, "--vm", "foot-vm"], admin });
  assert.match(named.stderr, /\n {2}try: ghaf vm list\n$/);
});

test("names that cannot be are wrong usage and reach nobody", async () => {
  for (const argv of [
    ["app", "start", "a/b"],
    ["app", "start", "foot", "--vm", "x\ny"],
    ["vm", "start", "../x"],
    ["unit", "status", "app-vm", "a b"],
  ]) {
    const outcome = await perform({ argv, admin: {} });
    assert.equal(outcome.code, 2, argv.join(" "));
    assert.match(outcome.stderr, /^error: (application|VM|unit) name "/);
  }
});
