/** How different two colours look to a person: CIEDE2000 (ISO/CIE 11664-6), of which about 2 is just seen side by side. */

/** A colour in CIE L*a*b* under daylight (D65). */
export interface Lab {
  /** 0 black to 100 white. */
  readonly lightness: number;
  /** Green to red. */
  readonly a: number;
  /** Blue to yellow. */
  readonly b: number;
}

/** @param colour `#rrggbb` in sRGB (IEC 61966-2-1) */
export function labOf(colour: string): Lab {
  const [red, green, blue] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255),
  );
  return labOfLinear(red ?? 0, green ?? 0, blue ?? 0);
}

/** Symmetric; 0 for the same colour, 100 between black and white. */
export function colourDistance(one: Lab, other: Lab): number {
  const [first, second] = withEqualGrey(one, other);
  const chroma = difference(first.chroma, second.chroma);
  const angle = hueDifference(first, second);
  const hue = 2 * Math.sqrt(first.chroma * second.chroma) * sine(angle / 2);
  const meanHue = hueMean(first, second);
  const weighted = {
    lightness:
      difference(one.lightness, other.lightness) /
      lightnessWeight(mean(one.lightness, other.lightness)),
    chroma: chroma / (1 + 0.045 * mean(first.chroma, second.chroma)),
    hue:
      hue /
      (1 + 0.015 * mean(first.chroma, second.chroma) * hueWeight(meanHue)),
  };
  const turn = rotation(mean(first.chroma, second.chroma), meanHue);
  return Math.sqrt(
    weighted.lightness ** 2 +
      weighted.chroma ** 2 +
      weighted.hue ** 2 +
      turn * weighted.chroma * weighted.hue,
  );
}

/** A colour as strength and direction; the direction in degrees. */
interface Polar {
  readonly chroma: number;
  readonly hue: number;
}

const TO_THE_7TH = 25 ** 7;

/** Greys are stretched along the red-green axis, where people see more differences. */
function withEqualGrey(one: Lab, other: Lab): readonly [Polar, Polar] {
  const chroma = mean(Math.hypot(one.a, one.b), Math.hypot(other.a, other.b));
  const stretch = 1.5 - 0.5 * saturation(chroma);
  return [polar(one.a * stretch, one.b), polar(other.a * stretch, other.b)];
}

function saturation(chroma: number): number {
  return Math.sqrt(chroma ** 7 / (chroma ** 7 + TO_THE_7TH));
}

function polar(a: number, b: number): Polar {
  const hue = (Math.atan2(b, a) * 180) / Math.PI;
  return { chroma: Math.hypot(a, b), hue: hue < 0 ? hue + 360 : hue };
}

/** Of a grey the hue means nothing. */
function hueDifference(one: Polar, other: Polar): number {
  if (one.chroma * other.chroma === 0) return 0;
  const turn = other.hue - one.hue;
  if (turn > 180) return turn - 360;
  return turn < -180 ? turn + 360 : turn;
}

function hueMean(one: Polar, other: Polar): number {
  const sum = one.hue + other.hue;
  if (one.chroma * other.chroma === 0) return sum;
  if (Math.abs(one.hue - other.hue) <= 180) return sum / 2;
  return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
}

function lightnessWeight(lightness: number): number {
  const far = (lightness - 50) ** 2;
  return 1 + (0.015 * far) / Math.sqrt(20 + far);
}

function hueWeight(hue: number): number {
  return (
    1 -
    0.17 * cosine(hue - 30) +
    0.24 * cosine(2 * hue) +
    0.32 * cosine(3 * hue + 6) -
    0.2 * cosine(4 * hue - 63)
  );
}

/** In blues, strength and hue are not seen apart from each other. */
function rotation(chroma: number, hue: number): number {
  const blue = 30 * Math.exp(-(((hue - 275) / 25) ** 2));
  return -2 * saturation(chroma) * sine(2 * blue);
}

function mean(one: number, other: number): number {
  return (one + other) / 2;
}

function difference(one: number, other: number): number {
  return other - one;
}

function sine(degrees: number): number {
  return Math.sin((degrees * Math.PI) / 180);
}

function cosine(degrees: number): number {
  return Math.cos((degrees * Math.PI) / 180);
}

/** Undoes the curve of sRGB. */
function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function labOfLinear(red: number, green: number, blue: number): Lab {
  // Rows of the matrix of sRGB, divided by the white point D65.
  const x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047;
  const y = 0.2126729 * red + 0.7151522 * green + 0.072175 * blue;
  const z = (0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883;
  const [fx, fy, fz] = [root(x), root(y), root(z)];
  return { lightness: 116 * fy - 16, a: 500 * (fx - fy), b: 200 * (fy - fz) };
}

/** The cube root, which is a line near black. */
function root(value: number): number {
  return value > (6 / 29) ** 3
    ? Math.cbrt(value)
    : value / (3 * (6 / 29) ** 2) + 4 / 29;
}
