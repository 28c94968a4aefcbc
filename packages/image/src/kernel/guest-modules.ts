/** Which modules of Debian's cloud kernel our machines use. */

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

/** In the root, for the kernel to load when something asks for them. */
export const rootModules = [
  "ext4",
  "fuse",
  "virtiofs",
  "virtio_balloon",
  "vsock",
  "vmw_vsock_virtio_transport",
  "vsock_loopback",
  "af_packet",
  "bridge",
  "tun",
  "veth",
  "nf_tables",
  "nf_conntrack",
  "nf_nat",
  "nft_chain_nat",
  "nft_ct",
  "nft_limit",
  "nft_log",
  "nft_masq",
  "nft_nat",
  "nft_redir",
  "nft_reject_inet",
  "nft_fib_inet",
  "nf_log_syslog",
] as const;
