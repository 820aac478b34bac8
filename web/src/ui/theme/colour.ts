/** Colour arithmetic: what the eye of WCAG 2.2 sees. Colours here are linear red, green and blue from 0 to 1. */
export type Linear = readonly [red: number, green: number, blue: number];

const HEX = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;

const decode = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const encode = (value: number): number =>
  value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
const clamp = (value: number): number => Math.max(0, Math.min(1, value));

/** Reads `#abc` or `#aabbcc`; nothing else is a colour here. */
export function fromHex(text: string): Linear | undefined {
  const digits = HEX.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const long = digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits;
  const part = (at: number) => decode(Number.parseInt(long.slice(at, at + 2), 16) / 255);
  return [part(0), part(2), part(4)];
}

export function toHex(colour: Linear): string {
  return `#${colour
    .map((value) =>
      Math.round(encode(clamp(value)) * 255)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

export function fromOklch(lightness: number, chroma: number, hue: number): Linear {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

export function luminance([red, green, blue]: Linear): number {
  return 0.2126 * clamp(red) + 0.7152 * clamp(green) + 0.0722 * clamp(blue);
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(one: Linear, other: Linear): number {
  const a = luminance(one);
  const b = luminance(other);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** `share` of the second in the first, mixed as the screen's values are. */
export function mix(first: Linear, second: Linear, share: number): Linear {
  const at = (one: number, other: number) =>
    decode(encode(clamp(one)) * (1 - share) + encode(clamp(other)) * share);
  return [at(first[0], second[0]), at(first[1], second[1]), at(first[2], second[2])];
}

/** The tone nearest to `colour` that reaches `ratio` on all `grounds`: towards black or white, whichever does. */
export function readable(colour: Linear, grounds: readonly Linear[], ratio: number): Linear {
  const passes = (tone: Linear) => grounds.every((ground) => contrast(tone, ground) >= ratio);
  if (passes(colour)) return colour;
  const black: Linear = [0, 0, 0];
  const white: Linear = [1, 1, 1];
  for (let share = 0.02; share <= 1; share += 0.02) {
    for (const end of [black, white]) {
      const tone = mix(colour, end, share);
      if (passes(tone)) return tone;
    }
  }
  return grounds.every((ground) => luminance(ground) > 0.18) ? black : white;
}
