/** What hosts need in their kernels to give devices away. */

/** Loaded in the initrd, before a driver of the host can take the devices. */
export const vfioModules = ["vfio_pci", "vfio_iommu_type1", "vfio"] as const;
