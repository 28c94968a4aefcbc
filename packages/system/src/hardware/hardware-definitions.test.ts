/** The definitions of machines: each fits the options, gives every device away once, and is found by its SKU. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { evaluate, module } from "@ghaf/module-system";
import {
  type PlatformConfig,
  platformOptions,
} from "../options/platform-options.ts";
import { hardwareDefinitions, hardwareFor } from "./hardware-definitions.ts";

const platform = module({ options: platformOptions });

function definitionOf(name: string) {
  const found = new Map(Object.entries(hardwareDefinitions)).get(name);
  assert.ok(found, name);
  const evaluation = evaluate<PlatformConfig>([platform, found]);
  evaluation.readAll();
  assert.deepEqual(evaluation.problems(), [], name);
  return evaluation.config.ghaf.hardware.definition;
}

const names = Object.keys(hardwareDefinitions);
const laptops = names.filter((name) => /^(dell|lenovo)-/.test(name));

function devicesOf(name: string) {
  const { network, gpu, audio } = definitionOf(name);
  return [network, gpu, audio].flatMap(({ pciDevices }) => pciDevices);
}

test("there are four laptops, a generic machine and a VM", () => {
  assert.equal(laptops.length, 4);
  assert.deepEqual(
    names.filter((name) => !laptops.includes(name)),
    ["generic-x86", "qemu-vm"],
  );
});

for (const name of names) {
  test(`${name} fits the options and gives no PCI device away twice`, () => {
    const paths = devicesOf(name).map(({ path }) => path);
    assert.equal(new Set(paths).size, paths.length);
    assert.notEqual(definitionOf(name).name, "");
  });
}

for (const name of laptops) {
  describe(name, () => {
    const definition = definitionOf(name);

    test("has a network, a graphics and a sound device, each with both ids", () => {
      for (const part of ["network", "gpu", "audio"] as const) {
        assert.ok(definition[part].pciDevices.length > 0, part);
      }
      for (const { path, vendorId, productId } of devicesOf(name)) {
        assert.ok(vendorId !== null && productId !== null, path);
      }
    });

    test("switches the IOMMU on, and has the drivers for what it gives away", () => {
      const { kernelParams, stage1 } = definition.host.kernelConfig;
      assert.ok(kernelParams.includes("intel_iommu=on,sm_on"));
      assert.ok(kernelParams.includes("iommu=pt"));
      assert.ok(stage1.kernelModules.includes("vfio_pci"));
    });

    test("hands no event file to gui-vm for which no device makes a link", () => {
      for (const kind of ["keyboard", "mouse", "touchpad"] as const) {
        const input = definition.input[kind];
        const links = input.evdev.filter((path) => !path.includes("/input/"));
        const made = input.name.map((_name, index) => `/dev/${kind}${index}`);
        assert.deepEqual(
          links.filter((link) => !made.includes(link)),
          [],
        );
      }
    });

    test("names each of its USB devices once, and says how to find it", () => {
      const devices = [...definition.usb.internal, ...definition.usb.external];
      const given = devices.map((device) => device.name);
      assert.equal(new Set(given).size, given.length);
      for (const device of devices) {
        const { vendorId, productId, hostbus, hostport } = device;
        const byId = vendorId !== null && productId !== null;
        const byPort = hostbus !== null && hostport !== null;
        assert.ok(byId || byPort, String(device.name));
      }
    });
  });
}

describe("SKUs", () => {
  const skus = names.flatMap((name) =>
    definitionOf(name).skus.map((sku) => ({ sku, name })),
  );

  test("are those of one machine each", () => {
    assert.equal(new Set(skus.map(({ sku }) => sku)).size, skus.length);
    assert.equal(skus.length, 4);
  });

  test("find their machine, however many blanks the firmware puts", () => {
    for (const { sku, name } of skus) {
      assert.equal(hardwareFor(sku), name);
      assert.equal(hardwareFor(` ${sku.replaceAll(" ", "  ")}\n`), name);
    }
  });

  test("find nothing for an unknown machine", () => {
    for (const sku of ["", " ", "0A9E", "Generic x86-64", "constructor"]) {
      assert.equal(hardwareFor(sku), undefined);
    }
  });
});

test("the X1 Carbons have 32 GiB; of the others nobody knows", () => {
  for (const name of names) {
    const known = name.startsWith("lenovo-") ? 32_768 : null;
    assert.equal(definitionOf(name).memoryMiB, known);
  }
});
