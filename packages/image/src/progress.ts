/** What a build tells while it goes on, for whoever shows it. */

/** The steps of an image, in the order in which they are first begun. */
export type StepName =
  | "packages"
  | "base"
  /** What the root has beside the base. */
  | "set"
  | "kernel"
  | "root"
  | "initrd"
  | "image";

export type Progress =
  | { readonly step: StepName; readonly state: "started" }
  /** `bytes`: the size of the result. */
  | { readonly step: StepName; readonly state: "made"; readonly bytes: number }
  /** It was in the store already. */
  | { readonly step: StepName; readonly state: "found" }
  | {
      readonly step: "packages";
      readonly state: "fetching";
      readonly bytes: number;
      readonly count: number;
    };

export type OnProgress = (progress: Progress) => void;
