/** Emoticons that stand for an emoji, as the protocol's clients read them. The longer one wins. */
const EMOTICONS: readonly (readonly [string, string])[] = [
  [":'-(", "cry"],
  [":'(", "cry"],
  [":-)", "slightly_smiling_face"],
  [":)", "slightly_smiling_face"],
  [";-)", "wink"],
  [";)", "wink"],
  [":-o", "open_mouth"],
  [":o", "open_mouth"],
  [":-]", "smirk"],
  [":]", "smirk"],
  [":-D", "smile"],
  [":D", "smile"],
  [":-p", "stuck_out_tongue"],
  [":-P", "stuck_out_tongue"],
  [":p", "stuck_out_tongue"],
  [":P", "stuck_out_tongue"],
  [":-(", "slightly_frowning_face"],
  [":(", "slightly_frowning_face"],
  [":-/", "confused"],
  [":/", "confused"],
  [":-|", "neutral_face"],
  [":|", "neutral_face"],
  [":-*", "kissing_heart"],
  [":*", "kissing_heart"],
  ["</3", "broken_heart"],
  ["<3", "heart"],
];

/** The emoticon at `at`; what follows it must not be a word or another sign of it. */
export function emoticonAt(text: string, at: number): { name: string; raw: string } | null {
  for (const [raw, name] of EMOTICONS) {
    if (!text.startsWith(raw, at)) continue;
    const after = text[at + raw.length];
    if (after === undefined || /[\s.,!?]/.test(after)) return { name, raw };
  }

  return null;
}
