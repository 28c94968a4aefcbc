/** A device with something of everything that machines read as they boot, planned. */

import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { NOTHING_ALLOCATED, plan } from "@ghaf/plan";
import {
  defineSystem,
  evaluateSystem,
  hardwareDefinitions,
} from "@ghaf/system";
import type { GuestFile } from "../machine/guest-files.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");

/** Of the one who may log in. */
export function privateText(): string {
  return String(privateKey.export({ type: "pkcs8", format: "pem" }));
}

/** One line of authorized_keys (RFC 8709, section 4). */
function publicLine(key: KeyObject): string {
  const raw = key.export({ type: "spki", format: "der" }).subarray(-32);
  const parts = [Buffer.from("ssh-ed25519"), raw].flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return [length, part];
  });
  return `ssh-ed25519 ${Buffer.concat(parts).toString("base64")} tests`;
}

const GUEST_MODULE = {
  files: {
    "/etc/hello.conf": {
      ...{ text: "hello\n", mode: "0640" },
      ...{ owner: "ghaf", group: "users" },
    },
  },
  units: {
    "hello@.service": {
      sections: {
        Service: {
          ...{ Type: "oneshot", RemainAfterExit: "yes" },
          ExecStart: ["/bin/true %i", "/bin/cat /etc/hello.conf"],
        },
        Install: { WantedBy: "multi-user.target", DefaultInstance: "you" },
      },
    },
    "systemd-logind.service": {
      ...{ dropIn: true, sections: { Service: { UMask: "0077" } } },
    },
    "systemd-rfkill.socket": { masked: true },
  },
};

/** The files of one of its machines. @param account what is set of the account of the person */
export function plannedFor(
  name: string,
  account: object,
): readonly GuestFile[] {
  const { system, problems } = evaluateSystem(
    defineSystem({
      imports: [hardwareDefinitions["qemu-vm"]],
      ghaf: {
        ...{ build: "debug", layout: "headless", givc: { enable: true } },
        host: { networking: { enable: true } },
        users: { accounts: { ...account, sshKeys: [publicLine(publicKey)] } },
        graphics: { boot: { enable: true } },
        kernel: {
          host: {
            kernelParams: ["iommu=pt"],
            stage1: { kernelModules: ["vfio", "vfio_pci"] },
            stage2: { kernelModules: ["first_module", "second_module"] },
          },
        },
        systemd: { logLevel: "notice", withPolkit: false },
        virtualization: {
          "microvm-host": {
            enable: true,
            sharedVmDirectory: { vms: ["app-vm"] },
          },
          microvm: {
            ...{ adminvm: { enable: true }, netvm: { enable: true } },
            appvm: {
              enable: true,
              vms: [
                {
                  ...{ name: "app", ramMb: 256, cores: 1 },
                  extraModules: [GUEST_MODULE],
                },
              ],
            },
          },
        },
      },
    }),
  );
  if (system === undefined) throw new Error(JSON.stringify(problems));
  const made = plan(system, NOTHING_ALLOCATED);
  if (made.problems.length > 0) throw new Error(JSON.stringify(made.problems));
  return made.artifacts
    .filter((artifact) => artifact.system === name)
    .map(({ path, text, mode }) => ({
      ...{ path, content: text, mode: Number.parseInt(mode, 8) },
    }));
}
