import { defineModule } from "@ghaf/system";

export const plane = defineModule({
  ghaf: {
    givc: {
      adminConfig: {
        name: "admin-vm",
        addr: "192.168.100.10",
        port: "9000",
        protocol: "tcp",
      },
    },
  },
});
