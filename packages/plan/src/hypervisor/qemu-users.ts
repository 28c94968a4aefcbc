/** The users that QEMU runs as where each VM has one: ids that no account has. */

/**
 * systemd leaves these to nobody (UIDS-GIDS.md). Each device has a row of them that begins at a
 * multiple of `ofDevice`; a VM's is the one with the last number of its address in that row.
 */
export const QEMU_USERS = {
  first: 1_879_048_192,
  last: 2_147_483_647,
  ofDevice: 256,
} as const;
