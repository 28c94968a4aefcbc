/** The front door of the images: build one, give each VM its own layer, clean up. */

export { ImageError, type ImageErrorCode } from "./image-error.ts";
export { type Collected, collectGarbage } from "./store/collect.ts";
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
