const focusable =
  "a[href]:not([tabindex='-1']),button:not(:disabled,[tabindex='-1']),textarea:not(:disabled),input:not(:disabled),[tabindex='0']";

/** What had the focus in each region when it was left. */
const left = new WeakMap<Element, HTMLElement>();

function isShown(element: HTMLElement): boolean {
  return element.checkVisibility();
}

/** Moves the focus to the next part of the screen, around, to where it was there last. */
export function nextRegion(step: 1 | -1): undefined {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(isShown);
  const active = document.activeElement;
  // A region may lie in another one; one is in the inner one then.
  const at = regions.findLastIndex((region) => region.contains(active));
  const current = regions[at];
  if (current && active instanceof HTMLElement) left.set(current, active);
  for (let count = 1; count <= regions.length; count += 1) {
    const from = at < 0 && step > 0 ? -1 : Math.max(at, 0);
    const region = regions[(from + step * count + regions.length * 2) % regions.length];
    if (!region) continue;
    const before = left.get(region);
    const target =
      before?.isConnected && isShown(before)
        ? before
        : (region.querySelector<HTMLElement>("[data-row][tabindex='0'], textarea") ??
          [...region.querySelectorAll<HTMLElement>(focusable)].find(isShown));
    if (!target) continue;
    target.focus();
    return undefined;
  }
  return undefined;
}
