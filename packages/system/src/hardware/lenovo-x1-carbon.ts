/** What the generations of Lenovo's X1 Carbon have in common (spec 2.30). */

export const x1Memory = 32_768;

export const x1Keyboard = {
  name: ["AT Translated Set 2 keyboard"],
  evdev: ["/dev/input/by-path/platform-i8042-serio-0-event-kbd"],
} as const;

export const x1PointingStick = "TPPS/2 Elan TrackPoint";

export const x1Buttons = {
  name: ["ThinkPad Extra Buttons"],
  evdev: ["/dev/input/by-path/platform-thinkpad_acpi-event"],
} as const;

export const x1Disks = { disk1: { device: "/dev/nvme0n1" } } as const;

export const x1Usb = {
  internal: [
    { name: "cam0", hostbus: "3", hostport: "8" },
    { name: "fpr0", hostbus: "3", hostport: "6" },
    { name: "bt0", hostbus: "3", hostport: "10" },
  ],
  external: [
    { name: "gps0", vendorId: "067b", productId: "23a3" },
    { name: "yubikey", vendorId: "1050", productId: "0407" },
  ],
} as const;

/** For the sound VM: the kernel chooses the driver by what the firmware says. */
export const automaticSoundDriver = "snd_intel_dspcfg.dsp_driver=0";
