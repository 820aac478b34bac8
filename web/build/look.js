// Runs before anything is drawn.
{
  // Puts the reader's look on, so that it never flashes; src/ui/theme/appearance.ts writes it down.
  try {
    const look = JSON.parse(localStorage.getItem("wardroom.look") ?? "{}");
    const root = document.documentElement;
    for (const [name, value] of Object.entries(look.attributes ?? {})) root.setAttribute(name, value);
    for (const [name, value] of Object.entries(look.properties ?? {})) root.style.setProperty(name, value);
  } catch {
    // Without a look that can be read, the system decides.
  }
  // Who is signed in needs the workspace: the browser fetches it beside what every page begins with.
  const { script, style } = document.currentScript.dataset;
  if (script && /(?:^|; )MMUSERID=/.test(document.cookie)) {
    document.documentElement.dataset.frame = "";
    const fetchAhead = (link) =>
      document.head.append(Object.assign(document.createElement("link"), link, { crossOrigin: "" }));
    fetchAhead({ rel: "modulepreload", href: script });
    fetchAhead({ rel: "preload", as: "style", href: style });
  }
}
