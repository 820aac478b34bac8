/** Letters that are no accented form of another one, and are typed as one where they are missing on the keyboard. */
const plain: Record<string, string> = {
  ß: "ss",
  ı: "i",
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  æ: "ae",
  œ: "oe",
  þ: "th",
};

/** A text as searches compare it: small letters, without accents. */
export function fold(text: string): string {
  const small = text.toLowerCase();
  // Most texts have nothing to fold, which is found out ten times faster than done.
  if (!/[^\x20-\x7e]/.test(small)) return small;
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ßıłøđðæœþ]/g, (letter) => plain[letter] ?? letter);
}
