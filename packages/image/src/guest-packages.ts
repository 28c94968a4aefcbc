/** Debian packages of every guest: a systemd with user managers, Debian's Node, and what our own files call. */

/** The release that guests are made of. */
export const guestSuite = "trixie";

export const guestPackages = [
  "base-files",
  "base-passwd",
  "bash",
  "coreutils",
  "dash",
  "dbus",
  "dbus-user-session",
  "debconf",
  "debianutils",
  "diffutils",
  "dpkg",
  "findutils",
  "grep",
  "hostname",
  "init-system-helpers",
  "iproute2",
  "kmod",
  "libc-bin",
  "libpam-modules",
  "libpam-runtime",
  "libpam-systemd",
  "login",
  "mawk",
  "mount",
  "ncurses-base",
  "nftables",
  "nodejs",
  "passwd",
  "perl-base",
  "procps",
  "sed",
  "systemd",
  "systemd-sysv",
  "tar",
  "util-linux",
] as const;

/** What the guest starts from, before there is a root. */
export const kernelPackage = "linux-image-cloud-amd64";
export const busyboxPackage = "busybox-static";
