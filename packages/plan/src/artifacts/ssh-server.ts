/** The SSH server of a debug build: by key only, for the account of the person and for root (sshd_config(5), spec 2.17). */

import { HOST_NAME, type System } from "@ghaf/system";
import { accountName } from "../guest/account.ts";
import type { HostKind } from "../host-kind.ts";
import { type Artifact, publicFile } from "./artifact.ts";
import { unitFile, wants } from "./wants.ts";

/** None where nobody runs one. */
export function sshServers(
  system: System,
  host: HostKind,
): readonly Artifact[] {
  const { vms, host: settings } = system;
  const guests = vms.filter(({ services }) => services.includes("ssh"));
  const onHost = host.kind === "systemd" && settings.development.ssh;
  return [
    ...(onHost ? [config(HOST_NAME, []), ...keys(system, HOST_NAME)] : []),
    ...guests.flatMap(({ name }) => [
      config(name, [`HostKey ${HOST_KEY}`]),
      ...keys(system, name),
      unitFile(name, "ssh.service.d/50-ghaf.conf", KEY_AT_FIRST_USE),
      wants(name, "sockets.target", "ssh.socket"),
    ]),
  ];
}

const HOST_KEY = "/etc/ssh/ssh_host_ed25519_key";

/** What Debian's own file says comes after, and the first word counts. */
function config(system: string, more: readonly string[]): Artifact {
  const lines = [
    ...["PermitRootLogin prohibit-password", "PasswordAuthentication no"],
    "KbdInteractiveAuthentication no",
    ...[`AuthorizedKeysFile ${KEY_FOLDER}/%u`, ...more],
  ];
  const path = "/etc/ssh/sshd_config.d/50-ghaf.conf";
  return publicFile(system, path, `${lines.join("\n")}\n`);
}

/** Root's, so that no program of the person can add to them. */
const KEY_FOLDER = "/etc/ssh/authorized_keys.d";

function keys(system: System, machine: string): readonly Artifact[] {
  const lines = system.host.account?.sshKeys ?? [];
  if (lines.length === 0) return [];
  const text = lines.map((line) => `${line}\n`).join("");
  const people = [
    accountName(system),
    ...(system.build === "debug" ? ["root"] : []),
  ];
  return people.map((name) =>
    publicFile(machine, `${KEY_FOLDER}/${name}`, text),
  );
}

/** The key that a VM keeps is made in it: nobody else ever has it. The file may be a mount, so that it is written and not replaced. */
const KEY_AT_FIRST_USE: readonly string[] = [
  "[Service]",
  "ExecStartPre=",
  `ExecStartPre=/bin/sh -euc '[ -s ${HOST_KEY} ] || { umask 077; ssh-keygen -q -t ed25519 -N "" -f /run/sshd/key; cat /run/sshd/key.pub >${HOST_KEY}.pub; cat /run/sshd/key >${HOST_KEY}; rm /run/sshd/key /run/sshd/key.pub; }'`,
  "ExecStartPre=/usr/sbin/sshd -t",
];
