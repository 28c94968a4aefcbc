/** The front door of the images: build one, give each VM its own layer, clean up. */

export {
  buildImage,
  type ImageFileName,
  type ImageManifest,
  type ImageOptions,
} from "./build-image.ts";
export { type Mirror, machineMirror } from "./debian/mirror.ts";
export type { PinnedPackage } from "./debian/pinned-package.ts";
export { guestSuite } from "./guest-packages.ts";
export { type GuestRole, rolePackages } from "./guest-role.ts";
export { ImageError, type ImageErrorCode } from "./image-error.ts";
export {
  type ImageLock,
  type PackageSet,
  unresolvedSets,
  type WantedSets,
} from "./lock/image-lock.ts";
export { parseImageLock } from "./lock/parse-image-lock.ts";
export {
  type ResolveOptions,
  resolvePackages,
} from "./lock/resolve-packages.ts";
export type { OnProgress, Progress, StepName } from "./progress.ts";
export type { ImageFile } from "./root/image-files.ts";
export type { Compression } from "./root/root.ts";
export {
  type Collected,
  collectGarbage,
  discardBuilt,
} from "./store/collect.ts";
export { type Lock, type LockOptions, takeLock } from "./store/lock.ts";
export {
  openStore,
  type Result,
  type Step,
  type Store,
} from "./store/store.ts";
export {
  type LayerFile,
  type LayerLink,
  makeVmLayer,
  type VmLayer,
} from "./vm-layer/vm-layer.ts";
