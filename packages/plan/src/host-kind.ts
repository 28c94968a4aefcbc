/** What plays the host: a machine with a systemd of its own, or processes on somebody's machine. It decides which of the host's files anybody reads, and where the way out is. */

export type HostKind =
  | { readonly kind: "systemd" }
  | {
      readonly kind: "instance";
      /** Where the VM that routes finds its way out: the name of a Unix socket in the VM's state directory, behind which is passt. Null: there is none. */
      readonly uplinkSocket: string | null;
    };

export const SYSTEMD_HOST: HostKind = { kind: "systemd" };
