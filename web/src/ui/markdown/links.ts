/** Schemes that open something a person expects from a link. All others are text. */
const SAFE = new Set(["http:", "https:", "ftp:", "mailto:", "tel:", "sms:", "mattermost:"]);

/** The address that a link really opens, or `null` where it must not be one. */
export function safeAddress(href: string): URL | null {
  const address = href.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(address);
  const isPath = address.startsWith("/") && !/^\/[/\\]/.test(address);
  const isHost = /^[\p{L}\p{N}][\p{L}\p{N}-]*(?:\.[\p{L}\p{N}-]+)*(?::\d+)?(?:[/?#]|$)/u.test(address);
  if (!hasScheme && !isPath && !isHost) return null;
  try {
    const url = hasScheme
      ? new URL(address)
      : new URL(isPath ? address : `http://${address}`, location.origin);
    return SAFE.has(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** The host to say beside a link whose text names another one, or hides it; else `null`. */
export function hiddenHost(text: string, url: URL): string | null {
  if (url.host === "") return null;
  if (url.username !== "" || url.password !== "") return url.host;
  // A host in letters of other scripts is shown in the form that the network uses.
  if (url.host.includes("xn--")) return url.host;
  const named =
    /(?:[a-z][a-z0-9+.-]*:\/\/)?([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,})(?::\d+)?(?:[/?#\s]|$)/iu.exec(
      text,
    );
  if (!named) return null;
  const host = named[1]?.toLowerCase().replace(/^www\./, "");
  return host === url.hostname.replace(/^www\./, "") ? null : url.host;
}
