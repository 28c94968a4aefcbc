/** The command by which the session of a device asks its control plane. */

import type { PlatformConfig } from "../options/platform-options.ts";

/** Where a user's programs find what they are known by (machine-design 4). */
export const USER_CERTIFICATES = {
  authority: "/run/givc/ca-cert.pem",
  certificate: "/run/givc/cert.pem",
  key: "/run/givc/key.pem",
} as const;

/** The program and its arguments. @param words what it shall do */
export function controlCommand(
  { ghaf }: PlatformConfig,
  words: readonly string[],
): readonly string[] {
  const { name, addr, port } = ghaf.givc.adminConfig;
  const where = ["--name", name, "--addr", addr, "--port", String(port)];
  const { authority, certificate, key } = USER_CERTIFICATES;
  const trust = ghaf.givc.enableTls
    ? ["--cacert", authority, "--cert", certificate, "--key", key]
    : ["--notls"];
  return ["/usr/bin/givc-cli", ...where, ...trust, ...words];
}
