/** Checks the disk images of a launch specification. */

import type { LaunchVolume } from "@ghaf/api/proto/ghaf/machine/v1/launch_spec";
import type { NewVolume, Volume } from "./launch-spec.ts";
import { type Note, shown, wrong } from "./note.ts";

/** ext4 keeps 16 bytes of a label (ext4(5)). */
const LABEL = /^[A-Za-z0-9_.-]{1,16}$/;

export function resolveVolumes(
  volumes: readonly LaunchVolume[],
  note: Note,
): Volume[] {
  return volumes.map((volume, index) => {
    const path = `volumes[${index}]`;
    const { file, autoCreate } = volume;
    if (file === "" || file.includes("\0")) {
      note(wrong(`${path}.file`, "the path of a file", shown(file)));
    } else if (volumes.findIndex((other) => other.file === file) < index) {
      note(wrong(`${path}.file`, "a file of its own", shown(file)));
    }
    const made = autoCreate ? resolveNew(volume, path, note) : undefined;
    return { file, made };
  });
}

function resolveNew(
  { sizeMib, fileSystem, label }: LaunchVolume,
  path: string,
  note: Note,
): NewVolume {
  if (sizeMib === 0) {
    note(wrong(`${path}.sizeMib`, "its size in MiB", "nothing"));
  }
  if (fileSystem === "") return { sizeMib, format: { kind: "none" } };
  if (fileSystem !== "ext4") {
    note(wrong(`${path}.fileSystem`, '"ext4" or nothing', shown(fileSystem)));
  }
  if (!LABEL.test(label)) {
    const expected = "1 to 16 letters, digits, `_`, `.` or `-`";
    note(wrong(`${path}.label`, expected, shown(label)));
  }
  return { sizeMib, format: { kind: "ext4", label } };
}
