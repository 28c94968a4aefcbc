/** Public keys as they stand in authorized_keys, without options before them. */

import { narrowed, t } from "@ghaf/module-system";

/** The algorithm's name, and how its encoded form begins: the length of that name and the name in base64 (RFC 4253 section 6.6). */
const ALGORITHMS: readonly (readonly [name: string, beginning: string])[] = [
  ["ssh-ed25519", "AAAAC3NzaC1lZDI1NTE5"],
  ["ssh-rsa", "AAAAB3NzaC1yc2"],
  ["ecdsa-sha2-nistp256", "AAAAE2VjZHNhLXNoYTItbmlzdHAyNT"],
  ["ecdsa-sha2-nistp384", "AAAAE2VjZHNhLXNoYTItbmlzdHAzOD"],
  ["ecdsa-sha2-nistp521", "AAAAE2VjZHNhLXNoYTItbmlzdHA1Mj"],
  ["sk-ssh-ed25519@openssh.com", "AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t"],
  [
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb2",
  ],
];
const LINE = /^([a-z0-9@.-]+) ([A-Za-z0-9+/]+={0,2})(?: \P{Cc}*)?$/u;
/** The shortest encoded key is that of ssh-ed25519. */
const SHORTEST = 68;

export const sshPublicKey = narrowed(
  t.string,
  "one line of an OpenSSH public key like “ssh-ed25519 AAAAC3Nza… comment”",
  isPublicKey,
);

function isPublicKey(value: string): boolean {
  const [, algorithm, encoded = ""] = LINE.exec(value) ?? [];
  const beginning = ALGORITHMS.find(([name]) => name === algorithm)?.[1];
  return (
    beginning !== undefined &&
    encoded.length >= SHORTEST &&
    encoded.startsWith(beginning)
  );
}
