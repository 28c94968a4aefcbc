/** The floor of a VM's boot: QEMU by hand with the same kernel and image, without a runner, files of its own, network or agent. */

import { makeVmLayer } from "@ghaf/image";
import { bootVm } from "../../vm/booted-vm.ts";
import { MEMORY } from "./bench-device.ts";

const WORD = "MULTI-USER";

/** A program of its own after the target would be seconds in emulation: the shell that says it is all there is. */
const LAYER = makeVmLayer({
  credentials: {},
  files: [
    {
      path: "/etc/systemd/system/reached.service",
      content: `[Unit]
After=multi-user.target ghaf-runner-port.service

[Service]
Type=oneshot
ExecStart=/bin/sh -c 'echo ${WORD} >/run/ghaf/to-runner'
`,
    },
  ],
  links: [
    {
      path: "/etc/systemd/system/multi-user.target.wants/reached.service",
      target: "../reached.service",
    },
  ],
});

/** Milliseconds from the start of QEMU to multi-user.target, of as many VMs at once. */
export async function bareBoots(
  image: string,
  count: number,
): Promise<readonly number[]> {
  const boot = async (_: unknown, index: number) => {
    const vm = await bootVm({
      ...{ name: `bare-${index}`, role: "app", image, layer: LAYER },
      address: `192.168.100.${100 + index}`,
      memoryMib: MEMORY.app,
    });
    return vm;
  };
  const vms = await Promise.all(Array.from({ length: count }, boot));
  try {
    return await Promise.all(
      vms.map(async (vm) => (await vm.said(WORD)) * 1_000),
    );
  } finally {
    await Promise.all(vms.map((vm) => vm.close()));
  }
}
