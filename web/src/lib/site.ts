/** What the protocol's servers are called where nobody has called them anything. */
export const UNNAMED = "Mattermost";

/** The name of the site, as its server is configured; ours where it is not. */
export function siteName(configured: string | undefined): string {
  return configured && configured !== UNNAMED ? configured : "Wardroom";
}
