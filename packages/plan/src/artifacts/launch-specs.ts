/** `spec.json` of each VM, in the state directory where its runner works. */

import { toJson } from "@bufbuild/protobuf";
import { LaunchSpecSchema } from "@ghaf/api/proto/ghaf/machine/v1/launch_spec";
import { HOST_NAME, type System } from "@ghaf/system";
import type { Placement } from "../allocation/placement.ts";
import { guestPlaces } from "../guest/guest-places.ts";
import type { HostKind } from "../host-kind.ts";
import { launchSpec } from "../hypervisor/launch-spec.ts";
import { type Artifact, jsonText, publicFile } from "./artifact.ts";

export function launchSpecs(
  system: System,
  placements: readonly Placement[],
  host: HostKind,
): readonly Artifact[] {
  return guestPlaces(system, placements, host).map((place) => {
    const spec = toJson(LaunchSpecSchema, launchSpec(place), {
      alwaysEmitImplicit: true,
    });
    const path = `/var/lib/microvms/${place.placement.vm.name}/spec.json`;
    return publicFile(HOST_NAME, path, jsonText(spec));
  });
}
