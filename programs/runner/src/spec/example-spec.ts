/** A whole launch specification as JSON, for tests: each takes it and changes what it is about. */

/** spec.json of a small VM. */
export function exampleSpec(): Record<string, unknown> {
  return {
    vm: "app-vm",
    variants: [
      { accelerator: "kvm", argv: ["qemu-system-x86_64", "-cpu", "host"] },
      {
        accelerator: "tcg",
        argv: ["qemu-system-x86_64", "-initrd", "{initrd}", "-cpu", "max"],
      },
    ],
    controlSocket: "app-vm.sock",
    runnerSocket: "runner.sock",
    consoleLog: "console.log",
    memoryMib: 256,
  };
}
