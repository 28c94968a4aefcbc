/** The account of the person in VMs: that of the image, under the name and number of the device. */

import type { System } from "@ghaf/system";

/** As images have it. */
const IMAGE_ACCOUNT = { name: "ghaf", uid: 1000 } as const;

export interface GuestAccount {
  readonly name: string;
  readonly uid: number;
}

/** A device without accounts leaves that of the image, as which agents run. */
export function guestAccount({ host: { account } }: System): GuestAccount {
  return account ?? IMAGE_ACCOUNT;
}

export function accountName(system: System): string {
  return guestAccount(system).name;
}

/** What the guest's init is told of it; nothing when it is that of the image. */
export function accountWords(system: System): readonly string[] {
  const { name, uid } = guestAccount(system);
  const same = name === IMAGE_ACCOUNT.name && uid === IMAGE_ACCOUNT.uid;
  return same ? [] : [`ghaf.account=${name}:${uid}`];
}
