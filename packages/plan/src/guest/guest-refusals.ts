/** What guest modules may say of files, units and accounts, and a VM has no way to do: refused instead of left out. */

import type { System, Vm } from "@ghaf/system";
import type { Artifact } from "../artifacts/artifact.ts";
import type { PlanProblem } from "../plan-problem.ts";
import { accountName } from "./account.ts";

export function guestRefusals(system: System): readonly PlanProblem[] {
  return system.vms.flatMap((vm) => [
    ...accounts(system, vm),
    ...homes(system, vm),
    ...installs(vm),
  ]);
}

/** Of Debian's own packages in images: nobody's account may take over what is theirs. */
const TAKEN: ReadonlySet<string> = new Set([
  ...["_apt", "adm", "audio", "avahi", "backup", "bin", "cdrom", "daemon"],
  ...["dialout", "disk", "fax", "floppy", "games", "input", "irc", "kmem"],
  ...["kvm", "list", "lp", "mail", "man", "messagebus", "news", "nogroup"],
  ...["nobody", "plugdev", "polkitd", "proxy", "render", "root", "sasl"],
  ...["sgx", "shadow", "src", "sshd", "sudo", "sync", "sys", "systemd-journal"],
  ...["systemd-network", "systemd-resolve", "systemd-timesync", "tape", "tty"],
  ...["users", "utmp", "uucp", "video", "voice", "www-data"],
]);

function accounts(system: System, { name: vm }: Vm): readonly PlanProblem[] {
  const name = accountName(system);
  if (!TAKEN.has(name)) return [];
  return [
    {
      ...({ code: "unsupported", vm } as const),
      reason: `the account of the person is called ${name}, as something of Debian's in ${vm} is`,
      fix: "choose another name for ghaf.users.accounts.user",
    },
  ];
}

/** A VM has two accounts with a home. */
function homes(system: System, { name: vm, storage }: Vm) {
  const known = ["root", accountName(system)];
  const strange = (storage?.homes ?? []).filter(
    ({ user, directories, files }) =>
      !known.includes(user) && directories.length + files.length > 0,
  );
  return strange.map(
    ({ user }): PlanProblem => ({
      ...({ code: "unsupported", vm } as const),
      reason: `${vm} keeps the home of ${user} (ghaf.storagevm.users), who has no account in it`,
      fix: `name one of ${known.join(", ")}`,
    }),
  );
}

const LINKS = ["Alias", "Also"];

/** Units are wanted by settings of others; a second name would take a link. */
function installs({ name: vm, units }: Vm): readonly PlanProblem[] {
  return units.flatMap(({ name, sections }) =>
    LINKS.filter((setting) => setting in (sections["Install"] ?? {})).map(
      (setting): PlanProblem => ({
        ...({ code: "unsupported", vm } as const),
        reason: `${name} of ${vm} has ${setting}, which nobody follows: units are enabled without systemctl`,
        fix: "write WantedBy into each unit that the VM shall start",
      }),
    ),
  );
}

/** Files that a guest module and the device itself would both write. */
export function fileClashes(
  artifacts: readonly Artifact[],
): readonly PlanProblem[] {
  const seen = new Set<string>();
  return artifacts.flatMap(({ system: vm, path }): readonly PlanProblem[] => {
    const place = `${vm} ${path}`;
    if (!seen.has(place)) {
      seen.add(place);
      return [];
    }
    return [
      {
        ...({ code: "clash", vm } as const),
        reason: `${path} of ${vm} is written by a guest module, and by the device itself`,
        fix: "remove it from files or units of the VM",
      },
    ];
  });
}
