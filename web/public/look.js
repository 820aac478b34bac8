// Puts the reader's look on before the first paint, so that it never flashes; src/ui/theme/appearance.ts writes it down.
try {
  const look = JSON.parse(localStorage.getItem("wardroom.look") ?? "{}");
  const root = document.documentElement;
  for (const [name, value] of Object.entries(look.attributes ?? {})) root.setAttribute(name, value);
  for (const [name, value] of Object.entries(look.properties ?? {})) root.style.setProperty(name, value);
} catch {
  // Without a look that can be read, the system decides.
}
