/** Which modules of Debian's cloud kernel our machines use. */

import type { GuestRole } from "../guest-role.ts";

/** Loaded by the initrd, in this order: the disk, the root, and what the guest is told at once. */
export const initrdModules = [
  "virtio_pci",
  "virtio_blk",
  "erofs",
  "overlay",
  "virtio_net",
  "virtio_console",
  "virtio_rng",
] as const;

/** In the root of a VM with this role, for the kernel to load when something asks for them. */
export function rootModules(role: GuestRole): readonly string[] {
  return role === "net" ? [...everyRoot, ...wayOut] : everyRoot;
}

/** Disks, shared folders, the balloon, and a packet filter that only says yes or no. */
const everyRoot = [
  "ext4",
  "btrfs",
  "xfs",
  "vfat",
  "nls_cp437",
  "nls_ascii",
  "fuse",
  "virtiofs",
  "virtio_balloon",
  "vsock",
  "vmw_vsock_virtio_transport",
  "vsock_loopback",
  "af_packet",
  "nf_tables",
  "nf_conntrack",
  "nft_ct",
  "nft_limit",
  "nft_log",
  "nft_reject_inet",
  "nft_fib_inet",
  "nf_log_syslog",
] as const;

/** Others go out through it: addresses are translated. */
const wayOut = [
  "nf_nat",
  "nft_chain_nat",
  "nft_masq",
  "nft_nat",
  "nft_redir",
] as const;
