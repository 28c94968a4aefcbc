/** Disks and shared directories of VMs: each image, tag, socket and mount point once (spec 3.3; 4.5, row 17). */

import type { Reporter } from "@ghaf/module-system";
import type { MachineDraft } from "../machine/machine-draft.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { guestFinding, type MachineCheck } from "./machine-check.ts";
import { repeated, type Use } from "./repeated.ts";

export const storageChecks: readonly MachineCheck[] = [
  images,
  withinVm,
  sockets,
  emptyReadOnlyDisks,
];

interface DraftUse extends Use {
  readonly draft: MachineDraft;
}

function use(draft: MachineDraft, value: string): DraftUse {
  return { draft, value, path: draft.path };
}

/** A name alone is in the VM's own directory; an absolute path is the same file for all. */
function images(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  const uses = drafts.flatMap((draft) =>
    draft.vm.hypervisor.volumes.map(({ image }) => {
      const file = image.startsWith("/") ? image : `${draft.vm.name}/${image}`;
      return { ...use(draft, file), image };
    }),
  );
  for (const { first, again } of repeated(uses)) {
    report.error(
      guestFinding(again.draft, {
        reason: `makes ${again.image} a disk of ${pair(first.draft, again.draft)}, which would destroy its file system`,
        fix: "give each volume an image of its own; to share files use microvm.shares",
        others: [`${first.path}.extraModules`],
      }),
    );
  }
}

function pair(first: MachineDraft, again: MachineDraft): string {
  return first.vm.name === again.vm.name
    ? `${first.vm.name} twice`
    : `${first.vm.name} and ${again.vm.name}`;
}

function withinVm(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  for (const draft of drafts) {
    const { volumes, shares } = draft.vm.hypervisor;
    const mountPoints = [
      ...volumes.map(({ mountPoint }) => mountPoint),
      ...shares.map(({ mountPoint }) => mountPoint),
    ].filter((mountPoint) => mountPoint !== null);
    const uses = [
      ...shares.map(({ tag }) => use(draft, `the tag ${tag} to two shares`)),
      ...mountPoints.map((at) =>
        use(draft, `the mount point ${at} to two file systems`),
      ),
      ...labels(draft).map((one) => use(draft, one)),
    ];
    for (const { again } of repeated(uses)) {
      report.error(
        guestFinding(draft, {
          reason: `gives ${again.value} in ${draft.vm.name}`,
          fix: "give each one of its own",
        }),
      );
    }
  }
}

/** By these the VM finds its disks. */
function labels({ vm }: MachineDraft): readonly string[] {
  return vm.hypervisor.volumes.flatMap(({ label, serial }) => [
    ...(label === null ? [] : [`the label ${label} to two volumes`]),
    ...(serial === null ? [] : [`the serial number ${serial} to two volumes`]),
  ]);
}

/** Sockets of the host: of servers of files and of monitors. */
function sockets(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  const uses = drafts.flatMap((draft) => {
    const { shares, controlSocket, graphicsSocket } = draft.vm.hypervisor;
    return [
      ...shares.map(({ socket }) => socket),
      controlSocket,
      graphicsSocket,
    ]
      .filter((socket) => socket !== null)
      .map((socket) =>
        use(
          draft,
          socket.startsWith("/") ? socket : `${draft.vm.name}/${socket}`,
        ),
      );
  });
  for (const { first, again } of repeated(uses)) {
    report.error(
      guestFinding(again.draft, {
        reason: `has two programs listen at ${again.value}, for ${pair(first.draft, again.draft)}`,
        fix: "give each socket a path of its own, or null for one in the VM's state directory",
        others: [`${first.path}.extraModules`],
      }),
    );
  }
}

function emptyReadOnlyDisks(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  for (const draft of drafts) {
    for (const volume of draft.vm.hypervisor.volumes) {
      if (!volume.readOnly || !volume.autoCreate) continue;
      report.warning(
        guestFinding(draft, {
          reason: `lets ${draft.vm.name} only read ${volume.image}, which is made empty when it is not there`,
          fix: "set autoCreate of the volume to false, or readOnly",
        }),
      );
    }
  }
}
