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
  const [, user] = /(?:^|; )MMUSERID=(\w+)/.exec(document.cookie) ?? [];
  if (script && user) {
    document.documentElement.dataset.frame = "";
    const link = (attributes) => {
      const made = Object.assign(document.createElement("link"), attributes, { crossOrigin: "" });
      document.head.append(made);
      return made;
    };
    link({ rel: "modulepreload", href: script });
    const { styles = [], content } = takeSnapshot(script.replace(/\/static\/.*/, "")) ?? {};
    // Those of another version may be gone.
    if (!styles.includes(style)) link({ rel: "preload", as: "style", href: style });
    else {
      const loading = styles.map((href) => link({ rel: "stylesheet", href }));
      const loaded = loading.map((one) => new Promise((done) => (one.onload = one.onerror = done)));
      window.snapshotShown = Promise.all(loaded).then(() => show(content));
    }
  }

  /** What this page showed when it was left, once; src/app/snapshot.ts writes it down. */
  function takeSnapshot(base) {
    const key = `wardroom${base}:${user}:snapshot`;
    try {
      const snapshot = JSON.parse(localStorage.getItem(key));
      localStorage.removeItem(key);
      return snapshot.path === location.pathname && snapshot.width === innerWidth ? snapshot : undefined;
    } catch {
      return undefined;
    }
  }

  /** Shows it until the workspace takes its place. Gives when it has been drawn. */
  function show(content) {
    const frame = document.querySelector(".frame");
    // The page may not have been read so far.
    if (!frame) return new Promise((read) => setTimeout(read)).then(() => show(content));
    const scrolled = [];
    const make = (node, space) => {
      if (typeof node === "string") return node;
      const [tag, { scroll, style = "", ...attributes }, ...children] = node;
      const inside = tag === "svg" ? "http://www.w3.org/2000/svg" : space;
      const made = document.createElementNS(inside, tag);
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      made.style.cssText = style;
      made.append(...children.map((child) => make(child, inside)));
      if (scroll) scrolled.push([made, scroll]);
      return made;
    };
    frame.replaceChildren(make(content, "http://www.w3.org/1999/xhtml"));
    frame.dataset.snapshot = "";
    for (const [element, top] of scrolled) element.scrollTop = top;
    // A page that nobody sees draws nothing.
    return new Promise((painted) => {
      requestAnimationFrame(() => setTimeout(painted));
      setTimeout(painted, 300);
    });
  }
}
