/** The users that QEMU runs as where each VM has one: ids that no account has. */

/** systemd leaves these to nobody (UIDS-GIDS.md). */
export const QEMU_USERS = {
  first: 1_879_048_192,
  last: 2_147_483_647,
} as const;
