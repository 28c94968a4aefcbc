/** The argument lists of QEMU: the worked example of spec 3.11, its differences by VM (3.12), and what emulation changes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceWith, found, guestsOf, laptop, oneApp } from "../../testing.ts";
import { qemuArgv } from "./argv.ts";
import { type Accelerator, qemuVm } from "./qemu-vm.ts";

const guests = guestsOf(laptop());

function argvOf(vm: string, accelerator: Accelerator): readonly string[] {
  return qemuArgv(qemuVm(found(guests, vm), accelerator));
}

/** Each option with its values: `-m 512`. */
function optionsOf(argv: readonly string[]): readonly string[] {
  const starts = argv.flatMap((word, at) => (/^-/.test(word) ? [at] : []));
  return starts.map((start, index) =>
    argv.slice(start, starts[index + 1]).join(" "),
  );
}

/** Spec 3.11 without the keyboard that a q35 has already, with our root in place of the shared store, a balloon, what the VM keeps, its port to the runner, and only the share that this laptop has. */
const CHROME_ON_KVM = [
  "-name chrome-vm",
  "-M q35,accel=kvm,acpi=on,mem-merge=on",
  "-m 6144",
  "-smp 4",
  "-nodefaults",
  "-no-user-config",
  "-no-reboot",
  "-kernel current/vmlinux",
  "-device loader,file={initrd},addr=0x6000000,force-raw=on",
  "-chardev stdio,id=stdio,signal=off",
  "-device virtio-rng-pci",
  "-serial chardev:stdio",
  "-enable-kvm",
  "-cpu host,+x2apic,-sgx",
  "-append …",
  "-drive id=root,format=raw,read-only=on,file.locking=off,file=current/root.erofs,if=none,aio=io_uring",
  "-device virtio-blk-pci,drive=root",
  "-nographic",
  "-sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
  "-qmp unix:chrome-vm.sock,server=on,wait=off",
  "-device virtio-serial-pci,id=ports",
  "-chardev socket,id=runner,path=runner.sock,server=on,wait=off",
  "-device virtserialport,bus=ports.0,chardev=runner,name=org.ghaf.runner,id=runner-port",
  "-device virtio-balloon-pci,free-page-reporting=on,id=balloon0,deflate-on-oom=on",
  "-drive id=vdb,format=raw,file=chrome.img,if=none,aio=io_uring,discard=unmap,read-only=off",
  "-device virtio-blk-pci,drive=vdb,serial=ghaf-storage",
  "-object memory-backend-memfd,id=mem,size=6144M,share=on",
  "-numa node,memdev=mem",
  "-chardev socket,id=fs0,path=chrome-vm-virtiofs-shared-directory.sock",
  "-device vhost-user-fs-pci,chardev=fs0,tag=shared-directory",
  "-netdev tap,id=tap-chrome-vm,ifname=tap-chrome-vm,script=no,downscript=no,queues=4",
  "-device virtio-net-pci,netdev=tap-chrome-vm,mac=02:00:00:03:11:01,romfile=,mq=on,vectors=10",
  "-device vhost-vsock-pci,guest-cid=100",
  "-chardev socket,id=chrtpm,path=chrome-vm-tpm.sock",
  "-tpmdev emulator,id=tpm0,chardev=chrtpm",
  "-device tpm-tis,tpmdev=tpm0",
];

function withoutText(options: readonly string[]): readonly string[] {
  return options.map((option) => option.replace(/^-append .*/, "-append …"));
}

test("chrome-vm on KVM is the worked example of the specification", () => {
  const argv = argvOf("chrome-vm", "kvm");
  assert.equal(argv[0], "qemu-system-x86_64");
  assert.deepEqual(withoutText(optionsOf(argv)), CHROME_ON_KVM);
});

test("with a TPM the kernel is told where its initial RAM disk is, without one QEMU does it", () => {
  const textOf = (argv: readonly string[]) =>
    argv[argv.indexOf("-append") + 1] ?? "";
  const chrome = argvOf("chrome-vm", "tcg");
  assert.match(
    textOf(chrome),
    /^memmap=\{initrd:bytes\}\$0x6000000 initrdmem=0x6000000,\{initrd:bytes\} /,
  );
  assert.ok(!chrome.includes("-initrd"));
  const other = argvOf("zathura-vm", "tcg");
  assert.doesNotMatch(textOf(other), /initrdmem/);
  assert.equal(other[other.indexOf("-initrd") + 1], "{initrd}");
  assert.ok(!other.some((word) => word.startsWith("loader")));
});

test("emulation changes the accelerator, the processor and how files are read", () => {
  const changed = new Map([
    ["-M q35,accel=kvm,acpi=on,mem-merge=on", "-M q35,acpi=on,mem-merge=on"],
    ["-enable-kvm", "-accel tcg,thread=multi,tb-size=128"],
    ["-cpu host,+x2apic,-sgx", "-cpu max,la57=off,pku=off,erms=off"],
  ]);
  const expected = CHROME_ON_KVM.map((option) =>
    (changed.get(option) ?? option).replace("aio=io_uring", "aio=threads"),
  );
  const argv = argvOf("chrome-vm", "tcg");
  assert.deepEqual(withoutText(optionsOf(argv)), expected);
});

/** What a VM has beside chrome-vm, and what it has not, with the words that name the VM and count its processors made alike. */
function against(vm: string) {
  const own = new Set(optionsOf(argvOf(vm, "kvm")));
  const chrome = new Set(optionsOf(argvOf("chrome-vm", "kvm")));
  const usual =
    /^-(name|append|initrd|device loader|qmp|netdev|smp|m |numa|device virtio-net|drive id=vdb)/;
  const only = (from: ReadonlySet<string>, other: ReadonlySet<string>) =>
    [...from].filter((option) => !other.has(option) && !usual.test(option));
  return { more: only(own, chrome), less: only(chrome, own) };
}

const SHARED = [
  "-object memory-backend-memfd,id=mem,size=6144M,share=on",
  "-chardev socket,id=fs0,path=chrome-vm-virtiofs-shared-directory.sock",
  "-device vhost-user-fs-pci,chardev=fs0,tag=shared-directory",
];
const VSOCK = "-device vhost-vsock-pci,guest-cid=100";
const TPM = [
  "-chardev socket,id=chrtpm,path=chrome-vm-tpm.sock",
  "-tpmdev emulator,id=tpm0,chardev=chrtpm",
  "-device tpm-tis,tpmdev=tpm0",
];
const BALLOON =
  "-device virtio-balloon-pci,free-page-reporting=on,id=balloon0,deflate-on-oom=on";

test("net-vm has the network device, and none of what applications have", () => {
  assert.deepEqual(against("net-vm"), {
    more: ["-device vfio-pci,host=0000:00:14.3,multifunction=on"],
    less: [BALLOON, ...SHARED, VSOCK, ...TPM],
  });
  assert.ok(optionsOf(argvOf("net-vm", "kvm")).includes("-smp 1"));
  const [card] = argvOf("net-vm", "kvm").filter((word) =>
    word.startsWith("virtio-net-pci"),
  );
  assert.equal(
    card,
    "virtio-net-pci,netdev=tap-net-vm,mac=02:00:00:01:01:01,romfile=",
  );
});

test("audio-vm has the sound devices, their table and Bluetooth on the one USB controller", () => {
  assert.deepEqual(against("audio-vm"), {
    more: [
      "-device qemu-xhci,id=xhci",
      "-device usb-host,hostbus=3,hostport=10,id=bt0,bus=xhci.0",
      "-acpitable file=/sys/firmware/acpi/tables/NHLT",
      ...["0", "3", "4", "5"].map(
        (part) => `-device vfio-pci,host=0000:00:1f.${part},multifunction=on`,
      ),
    ],
    less: [BALLOON, ...SHARED, VSOCK, ...TPM],
  });
});

test("gui-vm has the screen, ports for input devices, and CID 3", () => {
  const { more } = against("gui-vm");
  for (const option of [
    "-device vhost-vsock-pci,guest-cid=3",
    "-device vfio-pci,host=0000:00:02.0,multifunction=on",
    ...[1, 2, 3, 4, 5].map(
      (n) => `-device pcie-root-port,bus=pcie.0,id=rp${n},chassis=${n}`,
    ),
  ]) {
    assert.ok(more.includes(option), `${option} of ${more.join("\n")}`);
  }
});

test("admin-vm is a microvm with devices in memory on KVM, and a q35 in emulation", () => {
  const onKvm = optionsOf(argvOf("admin-vm", "kvm"));
  assert.ok(
    onKvm.includes("-device i8042") &&
      onKvm.includes(
        "-M microvm,accel=kvm,acpi=on,mem-merge=on,pcie=off,pic=off,pit=off,usb=off",
      ),
  );
  assert.deepEqual(
    onKvm.filter((option) => /^-device virtio/.test(option)),
    [
      "-device virtio-rng-device",
      "-device virtio-blk-device,drive=root",
      "-device virtio-serial-device,id=ports",
      "-device virtio-blk-device,drive=vdb,serial=ghaf-storage",
      "-device virtio-net-device,netdev=tap-admin-vm,mac=02:00:00:ad:01:01",
    ],
  );
  const emulated = argvOf("admin-vm", "tcg");
  assert.ok(emulated.includes("q35,acpi=on,mem-merge=on"));
  assert.ok(!emulated.some((word) => /^virtio-.*-device/.test(word)));
});

for (const vm of guests.keys()) {
  test(`${vm} in emulation asks for nothing of KVM, and has one USB controller at most`, () => {
    const argv = argvOf(vm, "tcg");
    assert.ok(!argv.some((word) => /kvm|accel=|io_uring/.test(word)));
    assert.ok(!argv.includes("host,+x2apic,-sgx"));
    const controllers = argv.filter((word) => /qemu-xhci/.test(word));
    assert.ok(controllers.length <= 1);
  });
}

function appArgv(microvm: object, accelerator: Accelerator = "kvm") {
  const app = found(guestsOf(deviceWith(oneApp({ microvm }))), "app-vm");
  return qemuArgv(qemuVm(app, accelerator));
}

test("an argument of a person stays one argument, whatever it contains", () => {
  const words = ["-device", "a b,c='d e'", "$(reboot); x"];
  const argv = appArgv({ qemu: { extraArgs: words } });
  const at = argv.indexOf("a b,c='d e'");
  assert.deepEqual(argv.slice(at - 1, at + 2), words);
});

test("a processor model is emulated under its name", () => {
  const argv = appArgv({ cpu: "Skylake-Client,-sgx" }, "tcg");
  assert.equal(argv[argv.indexOf("-cpu") + 1], "Skylake-Client,-sgx");
});

test("settings of the machine replace the computed ones on that machine only", () => {
  const machineOpts = { accel: "kvm", smm: "off" };
  const chosen = appArgv({ qemu: { machine: "q35", machineOpts } }, "tcg");
  assert.equal(chosen[chosen.indexOf("-M") + 1], "q35,smm=off");
  const other = { qemu: { machine: "microvm", machineOpts } };
  const emulated = appArgv(other, "tcg");
  assert.equal(
    emulated[emulated.indexOf("-M") + 1],
    "q35,acpi=on,mem-merge=on",
  );
  const onKvm = appArgv(other);
  assert.equal(onKvm[onKvm.indexOf("-M") + 1], "microvm,accel=kvm,smm=off");
});

test("volumes are counted from vdb on, before what the VM keeps", () => {
  const volume = { size: 64, mountPoint: "/data" };
  const argv = appArgv({
    volumes: [
      { ...volume, image: "one.img", label: "one", direct: true },
      {
        ...{ ...volume, image: "/srv/two.img", mountPoint: null },
        ...{ readOnly: true, autoCreate: false, serial: "two" },
      },
    ],
  });
  assert.deepEqual(
    argv.filter((word) => /^id=vd|drive=vd/.test(word)),
    [
      "id=vdb,format=raw,file=one.img,if=none,aio=io_uring,discard=unmap,cache=none,read-only=off",
      "virtio-blk-pci,drive=vdb,serial=one",
      "id=vdc,format=raw,file=/srv/two.img,if=none,aio=io_uring,discard=unmap,read-only=on",
      "virtio-blk-pci,drive=vdc,serial=two",
      "id=vdd,format=raw,file=app.img,if=none,aio=io_uring,discard=unmap,read-only=off",
      "virtio-blk-pci,drive=vdd,serial=ghaf-storage",
    ],
  );
});

test("interfaces that a person adds come after the one to the other VMs", () => {
  const argv = appArgv({
    interfaces: [
      { type: "user", id: "out", mac: "02:00:00:00:00:01" },
      { type: "bridge", id: "lan", bridge: "br0", mac: "02:00:00:00:00:02" },
    ],
    forwardPorts: [
      { host: { port: 8080 }, guest: { port: 80 } },
      {
        ...{ from: "guest", host: { address: "127.0.0.1", port: 53 } },
        guest: { address: "10.0.2.100", port: 53 },
      },
    ],
  });
  const cards = argv.flatMap((word, index) =>
    word === "-netdev" ? [argv[index + 1]] : [],
  );
  assert.deepEqual(cards, [
    "tap,id=tap-app-vm,ifname=tap-app-vm,script=no,downscript=no",
    "user,id=out,hostfwd=tcp::8080-:80,guestfwd=tcp:10.0.2.100:53-tcp:127.0.0.1:53",
    "bridge,id=lan,br=br0,helper=/usr/lib/qemu/qemu-bridge-helper",
  ]);
  assert.ok(!argv.includes("-sandbox"), "the bridge's helper gains rights");
});

test("without a serial console the guest is told of none", () => {
  const argv = appArgv({ qemu: { serialConsole: false }, user: "nobody" });
  assert.ok(!argv.includes("-serial"));
  assert.doesNotMatch(argv[argv.indexOf("-append") + 1] ?? "", /ttyS0/);
  assert.equal(argv[argv.indexOf("-run-with") + 1], "user=nobody");
});

test("without a bridge there is no interface and no address", () => {
  const alone = deviceWith({
    ...oneApp(),
    host: { networking: { enable: false } },
  });
  const argv = qemuArgv(qemuVm(found(guestsOf(alone), "app-vm"), "kvm"));
  assert.ok(!argv.includes("-netdev"));
  assert.doesNotMatch(argv[argv.indexOf("-append") + 1] ?? "", /address/);
});

test("the way out of an instance is the card after that to the other VMs", () => {
  const places = guestsOf(deviceWith(oneApp()), {
    kind: "instance",
    uplinkSocket: "/run/a,b/uplink.sock",
  });
  const place = found(places, "net-vm");
  const cards = optionsOf(qemuArgv(qemuVm(place, "tcg"))).filter((option) =>
    /netdev/.test(option),
  );
  assert.deepEqual(cards.slice(1), [
    "-device virtio-net-pci,netdev=tap-net-vm,mac=02:00:00:01:01:01,romfile=",
    "-netdev stream,id=uplink,server=off,addr.type=unix,addr.path=/run/a,,b/uplink.sock",
    `-device virtio-net-pci,netdev=uplink,mac=${place.uplink?.mac},romfile=`,
  ]);
});
