const LONGEST = 64;

/** A name for addresses, made from what people call a thing: small letters, digits and hyphens. */
export function slugOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/ß/g, "ss")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, LONGEST)
    .replace(/-+$/, "");
  return plain.length > 1 ? plain : `${plain}${randomPart()}`;
}

/** For names of which no letter can stand in an address. */
function randomPart(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return `c${[...bytes].map((byte) => (byte % 36).toString(36)).join("")}`;
}
