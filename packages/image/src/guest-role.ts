/** What a role gives the images of its VMs beside what every guest has. */

/** As in `ghaf.role=` on the kernel's command line. */
export type GuestRole = "admin" | "app" | "audio" | "gui" | "ids" | "net";

/** Debian packages of a role, to be resolved together with those of the VM itself. */
export function rolePackages(role: GuestRole): readonly string[] {
  switch (role) {
    case "net":
      return ["systemd-resolved"];
    case "admin":
    case "app":
    case "audio":
    case "gui":
    case "ids":
      return [];
  }
}
