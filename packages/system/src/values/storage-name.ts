/** Names of disks and shares. */

import { textForm } from "./text-form.ts";

/** In the settings of a drive a comma would begin another one. */
export const imagePath = textForm({
  expected:
    "a file name like “data.img” or an absolute path, of letters, digits and “/._-”, without “..”",
  pattern: /^(?!.*\.\.)(?:\w[\w.-]*|(?:\/\w[\w.-]*)+)$/,
  max: 4095,
});

/** ext4 keeps 16 bytes, a virtio disk 20 of its serial number. */
export const diskLabel = textForm({
  expected: "a label of letters, digits, “_” and “-”, at most 16 characters",
  pattern: /^\w[\w-]*$/,
  max: 16,
});

/** virtio 1.2, section 5.11.4: 36 bytes. */
export const shareTag = textForm({
  expected:
    "a share's tag of letters, digits, “_” and “-”, at most 36 characters",
  pattern: /^\w[\w-]*$/,
  max: 36,
});
