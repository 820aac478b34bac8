declare module "virtual:catalogue/*" {
  /** Compiled messages by id, as `@lingui/core` loads them. */
  export const messages: Record<string, string>;
}

declare module "virtual:emoji" {
  /** Every emoji that the protocol names; `lib/emoji` reads it. */
  export const text: string;
}
