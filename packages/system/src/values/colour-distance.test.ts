/** The distance of colours against the published pairs of its formula (Sharma, Wu, Dalal 2005). */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { colourDistance, type Lab, labOf } from "./colour-distance.ts";

type Triple = readonly [number, number, number];

const PAIRS: readonly (readonly [Triple, Triple, number])[] = [
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, 3.1571, -77.2803], [50, 0, -82.7485], 2.8615],
  [[50, 2.8361, -74.02], [50, 0, -82.7485], 3.4412],
  [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1],
  [[50, 0, 0], [50, -1, 2], 2.3669],
  [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
  [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
  [[50, -0.001, 2.49], [50, 0.0009, -2.49], 4.8045],
  [[50, 2.5, 0], [50, 0, -2.5], 4.3065],
  [[50, 2.5, 0], [73, 25, -18], 27.1492],
  [[50, 2.5, 0], [61, -5, 29], 22.8977],
  [[50, 2.5, 0], [56, -27, -3], 31.903],
  [[50, 2.5, 0], [58, 24, 15], 19.4535],
  [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  [[63.0109, -31.0961, -5.8663], [62.8187, -29.7946, -4.0864], 1.263],
  [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
  [[36.4612, 47.858, 18.3852], [36.2715, 50.5065, 21.2231], 1.4146],
  [[90.9257, -0.5406, -0.9208], [88.6381, -0.8985, -0.7239], 1.5381],
  [[6.7747, -0.2908, -2.4247], [5.8714, -0.0985, -2.2286], 0.6377],
  [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
];

function lab([lightness, a, b]: Triple): Lab {
  return { lightness, a, b };
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

test("published pairs have their published distance, both ways", () => {
  for (const [one, other, expected] of PAIRS) {
    assert.equal(rounded(colourDistance(lab(one), lab(other))), expected);
    assert.equal(rounded(colourDistance(lab(other), lab(one))), expected);
  }
});

test("sRGB colours have their known place", () => {
  const places: readonly (readonly [string, Triple])[] = [
    ["#000000", [0, 0, 0]],
    ["#ffffff", [100, 0, 0]],
    ["#ff0000", [53.24, 80.09, 67.2]],
    ["#00FF00", [87.73, -86.18, 83.18]],
    ["#0000ff", [32.3, 79.19, -107.86]],
  ];
  for (const [colour, expected] of places) {
    const { lightness, a, b } = labOf(colour);
    for (const [index, value] of [lightness, a, b].entries()) {
      const off = Math.abs(value - (expected[index] ?? Number.NaN));
      assert.ok(off < 0.02, `${colour}: ${lightness} ${a} ${b}`);
    }
  }
});

test("black and white are 100 apart, and a colour is at itself", () => {
  assert.equal(
    rounded(colourDistance(labOf("#000000"), labOf("#ffffff"))),
    100,
  );
  const channel = fc.integer({ min: 0, max: 0xff_ff_ff });
  fc.assert(
    fc.property(channel, channel, (one, other) => {
      const [first, second] = [one, other].map((value) =>
        labOf(`#${value.toString(16).padStart(6, "0")}`),
      );
      assert.ok(first !== undefined && second !== undefined);
      assert.equal(colourDistance(first, first), 0);
      const there = colourDistance(first, second);
      assert.ok(there >= 0 && there < 150);
      assert.ok(Math.abs(there - colourDistance(second, first)) < 1e-9);
    }),
  );
});
