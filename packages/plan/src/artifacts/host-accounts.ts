/** The account of the person on the host: made when it is not there, with its groups, and allowed to become root (sysusers.d(5), sudoers(5), spec 2.17). */

import { type Account, HOST_NAME, type System } from "@ghaf/system";
import { type Artifact, publicFile } from "./artifact.ts";
import { tmpfiles } from "./tmpfiles.ts";
import { unitFile } from "./wants.ts";

export function hostAccounts({
  host: { account },
}: System): readonly Artifact[] {
  if (account === null) return [];
  const { name } = account;
  const home = {
    ...({ type: "d", path: `/home/${name}`, mode: "0700" } as const),
    ...{ owner: name, group: name },
  };
  return [
    publicFile(HOST_NAME, "/etc/sysusers.d/50-ghaf.conf", users(account)),
    ...tmpfiles(HOST_NAME, "50-ghaf-home", [home]),
    {
      ...{ system: HOST_NAME, path: "/etc/sudoers.d/50-ghaf", mode: "0440" },
      text: `%${ADMINISTRATORS} ALL=(ALL:ALL) ALL\n`,
    },
    ...password(account),
  ];
}

const ADMINISTRATORS = "wheel";

/** Of its groups those that Debian lacks are made too. */
function users({ name, uid, groups }: Account): string {
  const lines = [
    `u ${name} ${uid} "${name}" /home/${name} /bin/bash`,
    ...groups.map((group) => `m ${name} ${group}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** A credential of systemd-sysusers, for an account that it makes; only debug builds have one in clear text. */
function password({ name, password: text }: Account): readonly Artifact[] {
  if (text === null) return [];
  const path = `/etc/credstore/passwd.plaintext-password.${name}`;
  const credential = `ImportCredential=passwd.plaintext-password.${name}`;
  return [
    { system: HOST_NAME, path, mode: "0600", text },
    unitFile(HOST_NAME, "systemd-sysusers.service.d/50-ghaf.conf", [
      ...["[Service]", credential],
    ]),
  ];
}
