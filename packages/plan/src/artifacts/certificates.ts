/** Where a machine finds its certificate: the same places on each, filled by who makes the machine (machine-design 4). */

export const CERTIFICATES = {
  authority: "/run/givc/ca-cert.pem",
  certificate: "/run/givc/cert.pem",
  key: "/run/givc/key.pem",
} as const;
