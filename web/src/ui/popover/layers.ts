/** A thing that floats above the rest and goes at Escape or at a press elsewhere. */
export interface Layer {
  /** Whether the press or the focus is still inside. */
  contains: (target: Node) => boolean;
  onDismiss: (why: "escape" | "outside") => void;
}

const layers: Layer[] = [];

function handleKeyDown(event: KeyboardEvent) {
  const top = layers.at(-1);
  if (event.key !== "Escape" || event.isComposing || !top) return;
  // The key is used up: neither a dialog underneath nor the app's own Escape may see it.
  event.preventDefault();
  event.stopPropagation();
  top.onDismiss("escape");
}

function handlePointerDown(event: Event) {
  const { target } = event;
  if (!(target instanceof Node)) return;
  // From the top down, until one contains the press: a menu inside a popover leaves the popover open.
  for (const layer of [...layers].reverse()) {
    if (layer.contains(target)) return;
    layer.onDismiss("outside");
  }
}

/** Puts a layer on top, until the returned function is called. Escape goes to the topmost alone. */
export function openLayer(layer: Layer): () => void {
  if (layers.length === 0) {
    document.addEventListener("keydown", handleKeyDown, true);
    document.addEventListener("pointerdown", handlePointerDown, true);
  }
  layers.push(layer);
  return () => {
    const index = layers.indexOf(layer);
    if (index >= 0) layers.splice(index, 1);
    if (layers.length > 0) return;
    document.removeEventListener("keydown", handleKeyDown, true);
    document.removeEventListener("pointerdown", handlePointerDown, true);
  };
}
