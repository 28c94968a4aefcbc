/** What follows from what: each rule between options on a small device (spec 4.2). */

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { evaluate, type TreeInput } from "@ghaf/module-system";
import { defineSystem, type SystemDefinition } from "../define-system.ts";
import { evaluateSystem } from "../evaluate-system.ts";
import { hardwareDefinitions } from "../hardware/hardware-definitions.ts";
import type { System } from "../machine/system.ts";
import type { Vm } from "../machine/vm.ts";
import type {
  GhafConfig,
  GhafOptions,
  PlatformConfig,
} from "../options/platform-options.ts";
import { platform } from "../platform.ts";

function ghafOf(...definitions: readonly SystemDefinition[]): GhafConfig {
  const modules = definitions.map((definition) => defineSystem(definition));
  return evaluate<PlatformConfig>([platform, ...modules]).config.ghaf;
}

function systemOf(...definitions: readonly SystemDefinition[]): System {
  const imports = definitions.map((definition) => defineSystem(definition));
  const { system, problems } = evaluateSystem(defineSystem({ imports }));
  const errors = problems.filter(({ level }) => level === "error");
  assert.deepEqual(errors, []);
  assert.ok(system);
  return system;
}

function vmOf({ vms }: System, name: string): Vm {
  const vm = vms.find((one) => one.name === name);
  assert.ok(vm, name);
  return vm;
}

const TRIAL: SystemDefinition = {
  ghaf: { reference: { profiles: { "mvp-user-trial": { enable: true } } } },
};
const X1: SystemDefinition = {
  imports: [hardwareDefinitions["lenovo-x1-carbon-gen11"]],
};

function microvm(
  virtualization: TreeInput<GhafOptions["virtualization"], PlatformConfig>,
): SystemDefinition {
  return { ghaf: { virtualization } };
}

test("1, 2: the build decides the variant, and both have accounts", () => {
  const debug = ghafOf();
  assert.equal(debug.profiles.debug.enable, true);
  assert.equal(debug.profiles.release.enable, false);
  const release = ghafOf({ ghaf: { build: "release" } });
  assert.equal(release.profiles.debug.enable, false);
  assert.equal(release.profiles.release.enable, true);
  assert.equal(release.users.accounts.enable, true);
});

test("3: a release has nothing for developers", () => {
  const { host, network, vms } = systemOf(
    { ghaf: { build: "release" } },
    TRIAL,
  );
  assert.deepEqual(host.development, {
    ...{ ssh: false, tools: false, serialLogin: false },
  });
  assert.equal(network.debugPrefix, null);
  for (const vm of vms) {
    assert.ok(!vm.services.includes("ssh"), vm.name);
    assert.ok(!vm.openings.some(({ port }) => port === 22), vm.name);
    assert.ok(!vm.packages.includes("openssh-server"), vm.name);
    assert.ok(vm.systemd?.parts.includes("Debug") !== true, vm.name);
  }
});

test("4, 5: the control plane is there in both variants, with certificates", () => {
  for (const build of ["debug", "release"] as const) {
    const { controlPlane, host, desktop } = systemOf(
      { ghaf: { build } },
      TRIAL,
    );
    assert.equal(controlPlane?.tls, true);
    assert.equal(host.agent?.name, "ghaf-host");
    assert.ok(host.agent?.units.includes("microvm@chrome-vm.service"));
    const names = desktop?.launchers.map(({ name }) => name);
    assert.ok(names?.includes("Trusted Browser"));
  }
});

test("6: the admin server is found by its role, or where a person says", () => {
  const { adminConfig } = ghafOf().givc;
  assert.deepEqual(
    { ...adminConfig },
    {
      name: "admin-vm",
      addr: "192.168.100.10",
      port: "9001",
      protocol: "tcp",
    },
  );
  const pinned = ghafOf({
    ghaf: {
      networking: {
        hosts: { entries: [{ name: "admin-vm", ip: "192.168.100.77" }] },
      },
      givc: { adminConfig: { port: 9100 } },
    },
  });
  assert.equal(pinned.givc.adminConfig.addr, "192.168.100.77");
  assert.equal(pinned.givc.adminConfig.port, 9100);
});

test("7: browsers learn of an interceptor only when there is one", () => {
  const inspected = (mitmproxy: boolean) =>
    ghafOf(
      microvm({
        microvm: { idsvm: { enable: true, mitmproxy: { enable: mitmproxy } } },
      }),
    ).givc.idsExtraArgs;
  assert.equal(inspected(false), "");
  assert.match(inspected(true), /--user-data-dir=\/home\/ghaf\//);
});

test("8, 9, 10: services follow the VMs that have their devices", () => {
  const without = ghafOf(TRIAL);
  assert.equal(without.services.wifi.enable, false);
  const { services, virtualization } = ghafOf(TRIAL, X1);
  assert.equal(virtualization.microvm.netvm.wifi, true);
  assert.equal(services.wifi.enable, true);
  assert.equal(services.bluetooth.enable, true);
  assert.equal(services.fprint.enable, true);
  const silent = ghafOf(
    TRIAL,
    microvm({ microvm: { audiovm: { audio: false } } }),
  );
  assert.equal(silent.services.audio.enable, false);
});

test("11, 12, 35: services of net-vm follow what asks for them", () => {
  const { services } = ghafOf(TRIAL, X1).reference;
  assert.equal(services["proxy-server"].enable, true);
  assert.equal(services["dendrite-pinecone"].enable, true);
  assert.equal(services["dendrite-pinecone"].externalNic, "wlp0s5f0");
  assert.equal(services["dendrite-pinecone"].serverIpAddr, "192.168.100.103");
  const alone = ghafOf(TRIAL, {
    ghaf: { reference: { appvms: { "business-vm": false } } },
  });
  assert.equal(alone.reference.services["proxy-server"].enable, false);
});

test("13, 16: application VMs come in a fixed order, their names in one list", () => {
  const { reference, virtualization, namespaces } = ghafOf(TRIAL);
  const names = ["chrome", "gala", "zathura", "comms", "business"];
  assert.deepEqual(
    reference.appvms["enabled-app-vms"].map(({ name }) => name),
    names,
  );
  assert.deepEqual(
    virtualization.microvm.appvm.vms.map(({ name }) => name),
    names,
  );
  assert.ok(namespaces.vms.includes("gui-vm"));
  assert.deepEqual(namespaces.vms, [...namespaces.vms].sort());
});

test("14: addresses of reference VMs stay whichever others there are", () => {
  const all = systemOf(TRIAL);
  assert.deepEqual(vmOf(all, "comms-vm").pins, {
    ...{ address: 103, slot: 3, cid: null },
    mac: "02:00:00:03:09:01",
  });
  const fewer = systemOf(TRIAL, {
    ghaf: {
      reference: {
        appvms: { "chrome-vm": false, "gala-vm": false, "chromium-vm": true },
      },
    },
  });
  assert.equal(vmOf(fewer, "comms-vm").pins.slot, 3);
  assert.equal(vmOf(fewer, "chromium-vm").pins.slot, null);
});

test("17: the session's user follows the account; the trial asks for a password", () => {
  const named = { ghaf: { users: { accounts: { user: "ada" } } } };
  assert.equal(ghafOf(named).graphics.labwc.autologinUser, "ada");
  assert.equal(ghafOf(named, TRIAL).graphics.labwc.autologinUser, null);
});

test("18, 20: frames come from VMs, and a compositor has a login", () => {
  const { labwc, "login-manager": login } = ghafOf(TRIAL).graphics;
  assert.deepEqual(
    labwc.securityContext.find(({ identifier }) => identifier === "gala-vm"),
    { identifier: "gala-vm", color: "#027d7b" },
  );
  assert.equal(login.enable, true);
});

test("19: launchers are sorted, ask the control plane, and know their VM", () => {
  const { desktop } = systemOf(TRIAL);
  assert.ok(desktop);
  const places = desktop.launchers.map(({ vm, name }) => `${vm ?? ""} ${name}`);
  assert.deepEqual(places, [...places].sort());
  const mail = desktop.launchers.find(
    ({ name }) => name === "Microsoft Outlook",
  );
  assert.equal(mail?.vm, "business-vm");
  assert.deepEqual(mail?.argv.slice(-5), [
    ...["start", "app", "outlook", "--vm", "business-vm"],
  ]);
  assert.ok(mail?.argv.includes("--cacert"));
});

test("21: the demo applications can be taken back one by one", () => {
  const { "demo-apps": demos } = ghafOf({
    ghaf: {
      profiles: { applications: { enable: true } },
      graphics: { "demo-apps": { firefox: false } },
    },
  }).graphics;
  assert.equal(demos.zathura, true);
  assert.equal(demos.firefox, false);
});

test("22, 23: devices of the definition reach their VMs and leave the host's drivers", () => {
  const system = systemOf(TRIAL, X1);
  assert.deepEqual(system.device.vfioIds, [
    ...["8086:51f1", "8086:a7a1", "8086:519d"],
    ...["8086:51ca", "8086:51a3", "8086:51a4"],
  ]);
  assert.equal(
    system.device.kernel.params.at(-1),
    `vfio-pci.ids=${system.device.vfioIds.join(",")}`,
  );
  const paths = (name: string) =>
    vmOf(system, name).hypervisor.devices.map(({ path }) => path);
  assert.deepEqual(paths("net-vm"), ["0000:00:14.3"]);
  assert.deepEqual(paths("gui-vm"), ["0000:00:02.0"]);
  assert.equal(paths("audio-vm").length, 4);
  assert.ok(vmOf(system, "gui-vm").kernel.initrdModules.includes("i915"));
  assert.ok(
    vmOf(system, "audio-vm").kernel.params.includes(
      "snd_intel_dspcfg.dsp_driver=0",
    ),
  );
});

test("a device without both numbers is handed over, but not named to the kernel", () => {
  const system = systemOf(TRIAL, {
    ghaf: {
      hardware: {
        definition: {
          network: { pciDevices: [{ path: "0000:00:19.0" }] },
          host: {
            kernelConfig: { kernelParams: ["intel_iommu=on", "iommu=pt"] },
          },
        },
      },
    },
  });
  assert.deepEqual(system.device.vfioIds, []);
  const { params } = system.device.kernel;
  assert.ok(!params.some((word) => word.startsWith("vfio-pci.ids")));
  const { devices } = vmOf(system, "net-vm").hypervisor;
  assert.deepEqual(
    devices.map(({ path }) => path),
    ["0000:00:19.0"],
  );
});

test("24 to 28: USB devices are handed to VMs by name, on one controller each", () => {
  const system = systemOf(TRIAL, X1);
  const given = (name: string) => vmOf(system, name).hypervisor;
  const usbOf = (name: string) =>
    given(name).qemu.extraArgs.filter((word) => word.startsWith("usb-host"));
  assert.deepEqual(usbOf("gui-vm"), [
    "usb-host,vendorid=0x1050,productid=0x0407,id=yubikey,bus=xhci.0",
    "usb-host,hostbus=3,hostport=6,id=fpr0,bus=xhci.0",
  ]);
  assert.deepEqual(usbOf("audio-vm"), [
    "usb-host,hostbus=3,hostport=10,id=bt0,bus=xhci.0",
  ]);
  assert.deepEqual(usbOf("business-vm"), [
    "usb-host,hostbus=3,hostport=8,id=cam0,bus=xhci.0",
  ]);
  assert.deepEqual(usbOf("comms-vm"), [
    "usb-host,vendorid=0x067b,productid=0x23a3,id=gps0,bus=xhci.0",
  ]);
  const controllers = system.vms.filter(
    ({ hypervisor }) => hypervisor.usbController,
  );
  assert.deepEqual(
    controllers.map(({ name }) => name),
    ["audio-vm", "business-vm", "comms-vm", "gui-vm"],
  );
  const ports = given("gui-vm").qemu.extraArgs.filter((word) =>
    word.startsWith("pcie-root-port"),
  );
  assert.equal(ports.length, 5);
  assert.ok(given("audio-vm").qemu.extraArgs.includes("-acpitable"));
});

test("29: hotplug rules are those of the VMs there are, a person's before them", () => {
  assert.deepEqual(ghafOf().hardware.usb.vhotplug.rules, []);
  const { rules } = ghafOf(TRIAL, {
    ghaf: {
      hardware: {
        usb: {
          vhotplug: {
            rules: [
              {
                name: "Mine",
                qmpSocket: "/var/lib/microvms/chrome-vm/chrome-vm.sock",
                usbPassthrough: [{ class: 7 }],
              },
            ],
          },
        },
      },
    },
  }).hardware.usb.vhotplug;
  assert.deepEqual(
    rules.map(({ name }) => name),
    ["Mine", "GUIVM", "NetVM", "ChromeVM", "AudioVM"],
  );
  assert.equal(rules[1]?.evdevPassthrough.pcieBusPrefix, "rp");
  const storage = rules[1]?.usbPassthrough.find((rule) => rule.class === 8);
  assert.equal(storage?.subclass, 6);
});

test("30: logs are pushed to the listener", () => {
  const { client } = ghafOf({
    ghaf: { logging: { listener: { address: "hub", port: 3100 } } },
  }).logging;
  assert.equal(client.endpoint, "http://hub:3100/loki/api/v1/push");
  const system = systemOf(TRIAL);
  assert.equal(system.logging?.server, null);
  const collectors = system.vms.filter(({ services }) =>
    services.includes("log-collector"),
  );
  assert.deepEqual(
    collectors.map(({ name }) => name),
    ["admin-vm"],
  );
});

test("31, 32, 34: parts of systemd follow the role, the variant and signing", () => {
  const system = systemOf(TRIAL);
  assert.equal(system.host.systemd?.name, "host-systemd");
  assert.ok(system.host.systemd?.parts.includes("Bootloader"));
  assert.ok(!system.host.systemd?.parts.includes("Resolved"));
  assert.deepEqual(vmOf(system, "net-vm").systemd?.parts, [
    ...["Audit", "Debug", "HardenedConfigs", "Journal", "Logind", "Networkd"],
    ...["Polkit", "Resolved", "Timesyncd"],
  ]);
  assert.ok(vmOf(system, "gui-vm").systemd?.parts.includes("Polkit"));
  const signed = ghafOf(TRIAL, {
    ghaf: { profiles: { "host-hardening": { enable: true } } },
  });
  assert.equal(signed.host.secureboot.enable, true);
  assert.equal(signed.systemd.withBootloader, false);
});

test("36, 39: the way out, and what has to be there first", () => {
  const plain = systemOf(TRIAL);
  assert.equal(vmOf(plain, "chrome-vm").gateway, "net-vm");
  assert.equal(vmOf(plain, "net-vm").gateway, null);
  assert.deepEqual(vmOf(plain, "chrome-vm").startsAfter, [
    ...["audio-vm", "gui-vm"],
  ]);
  assert.deepEqual(vmOf(plain, "gala-vm").startsAfter, ["gui-vm"]);
  const inspected = systemOf(
    TRIAL,
    microvm({ microvm: { idsvm: { enable: true } } }),
  );
  assert.equal(vmOf(inspected, "chrome-vm").gateway, "ids-vm");
  assert.equal(vmOf(inspected, "ids-vm").gateway, "net-vm");
});

test("38, 2.13: what an agent may do follows its role", () => {
  const system = systemOf(TRIAL, X1);
  assert.equal(vmOf(system, "chrome-vm").vtpm, true);
  assert.equal(vmOf(system, "gala-vm").vtpm, false);
  const chrome = vmOf(system, "chrome-vm").agent;
  assert.equal(chrome?.runsAs, "user");
  assert.equal(vmOf(system, "admin-vm").agent, null);
  const gui = vmOf(system, "gui-vm").agent;
  assert.deepEqual(
    gui?.buses.map(({ end, vm, port }) => [end, vm, port]),
    [
      ["client", "net-vm", 9010],
      ["client", "audio-vm", 9011],
    ],
  );
  const net = vmOf(system, "net-vm").agent;
  assert.equal(net?.wifi, true);
  assert.deepEqual(net?.buses[0]?.rules, [
    { kind: "own", name: "org.freedesktop.NetworkManager.*" },
  ]);
});

test("a person's plain definition wins over every rule and profile", () => {
  const ghaf = ghafOf(TRIAL, {
    ghaf: {
      givc: { idsExtraArgs: "--incognito" },
      logging: { client: { endpoint: "https://logs.example.org/push" } },
      graphics: { labwc: { autologinUser: "ghaf" } },
      virtualization: { microvm: { audiovm: { enable: false } } },
    },
  });
  assert.equal(ghaf.givc.idsExtraArgs, "--incognito");
  assert.equal(ghaf.logging.client.endpoint, "https://logs.example.org/push");
  assert.equal(ghaf.graphics.labwc.autologinUser, "ghaf");
  assert.equal(ghaf.services.audio.enable, false);
});
