/** Goes to the first field of a form that is wrong, once the form shows it. */
export function focusTrouble(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
}
