declare module "virtual:catalogue/*" {
  /** Compiled messages by id, as `@lingui/core` loads them. */
  export const messages: Record<string, string>;
}
