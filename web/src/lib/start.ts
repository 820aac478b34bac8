/** What is on its way to the first screen, if anything is. */
let first: Promise<void> = Promise.resolve();

/** Has what can wait do so until the function that this gives is called: the first screen is drawn then. */
export function holdBack(): () => void {
  let release = (): void => {};
  first = new Promise((resolve) => {
    release = resolve;
  });
  return release;
}

/** Does what nobody sees at first, once what they do see is there. */
export function afterStart<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  return first.then(work);
}
