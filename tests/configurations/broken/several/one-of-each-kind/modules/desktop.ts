import { defineModule } from "@ghaf/system";

export const desktop = defineModule({
  ghaf: {
    layout: "headless",
    graphics: {
      labwc: {
        enable: true,
        autologinUser: "operator",
        autolock: {
          duration: (config) =>
            config.ghaf.graphics.labwc.autolock.duration * 2,
        },
      },
    },
  },
});
