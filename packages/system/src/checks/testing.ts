/** A device without mistakes, and what is found when one is planted into it. For tests. */

import { byDefault, type Module } from "@ghaf/module-system";
import {
  defineModule,
  defineSystem,
  type SystemDefinition,
} from "../define-system.ts";
import { evaluateSystem } from "../evaluate-system.ts";

/** What a test of checks plants, and what must be said about it and nothing else. */
export interface Planted {
  readonly mistake: string;
  readonly definition: SystemDefinition;
  /** As `findingsOf` writes them. */
  readonly found: readonly string[];
}

/** Every VM once, with its definitions weaker than those of a test. */
const GOOD: SystemDefinition = {
  ghaf: {
    hardware: {
      definition: {
        memoryMiB: byDefault(65_536),
        host: { kernelConfig: { kernelParams: ["quiet"] } },
      },
    },
    givc: { enable: byDefault(true) },
    logging: { client: { enable: byDefault(true) } },
    host: { networking: { enable: byDefault(true) } },
    virtualization: {
      "microvm-host": { enable: byDefault(true) },
      microvm: {
        netvm: { enable: byDefault(true) },
        guivm: { enable: byDefault(true) },
        audiovm: { enable: byDefault(true) },
        adminvm: { enable: byDefault(true) },
        idsvm: { enable: byDefault(true) },
        appvm: {
          enable: byDefault(true),
          vms: [
            {
              name: "mail",
              ramMb: 512,
              cores: 1,
              borderColor: "#630505",
              ghafAudio: { enable: true },
              applications: [{ name: "mail", command: "thunderbird" }],
            },
          ],
        },
      },
    },
  },
};

const goodDevice = defineModule(GOOD);

/** The device with a planted definition, which comes after what it has in lists. */
export function deviceWith(definition: SystemDefinition): Module {
  const { imports = [], ...rest } = definition;
  return defineSystem({ ...rest, imports: [goodDevice, ...imports] });
}

/** What is said of that device, each as `level path: reason; fix`. */
export function findingsOf(definition: SystemDefinition): readonly string[] {
  return evaluateSystem(deviceWith(definition)).problems.map(
    ({ level, path, reason, expected, fix }) =>
      `${level} ${path}: ${reason}; ${fix ?? expected}`,
  );
}
