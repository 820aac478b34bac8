import type { Config } from "@/api";

/** The protocol's name for sites that nobody has named. */
export const UNNAMED = "Mattermost";

/** What a site is called where somebody has named it; the product otherwise. */
export function siteNameOf(config: Config | undefined): string {
  const name = config?.SiteName;
  return !name || name === UNNAMED ? "Wardroom" : name;
}
