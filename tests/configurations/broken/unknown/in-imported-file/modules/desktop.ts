import { defineModule } from "@ghaf/system";

export const desktop = defineModule({
  ghaf: {
    profiles: { graphics: { enable: true } },
    graphics: { labwc: { wallpapers: "/usr/share/ghaf/artwork/sea.jpg" } },
  },
});
