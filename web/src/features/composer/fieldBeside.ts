/** The field in which one writes beside something: that of its pane. */
export function fieldBeside(element: Element | null): HTMLTextAreaElement | null {
  const pane = element?.closest("main, [data-region=aside]") ?? document;
  return pane.querySelector<HTMLTextAreaElement>(".composer-place .composer-field");
}
