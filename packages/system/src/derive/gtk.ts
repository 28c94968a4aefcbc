/** The look of GTK programs, setting by setting, so that a description may change one of them and keep the others. */

import { defineModule } from "../define-system.ts";
import { derived } from "../precedence.ts";

export const gtkSettings = defineModule({
  ghaf: {
    graphics: {
      labwc: {
        gtk: {
          colorScheme: derived("prefer-dark"),
          fontName: derived("Cantarell"),
          fontSize: derived("11"),
          iconTheme: derived("Papirus"),
          theme: derived("Adwaita"),
        },
      },
    },
  },
});
