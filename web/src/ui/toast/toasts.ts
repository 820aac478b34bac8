/** A short sentence about what just happened, with at most one verb. */
export interface Toast {
  text: string;
  /** `bad`: it did not work. Such a toast is an alert and stays until it is dismissed. */
  kind?: "done" | "bad";
  action?: {
    text: string;
    /** The key that does the same where nothing is typed, alone or with Ctrl. */
    keys?: string;
    onAction: () => void;
  };
  /** When it went by itself, without its action: then, say, the deletion is sent. */
  onGone?: () => void;
}

/** A toast on the screen. */
export interface ShownToast extends Toast {
  id: number;
}

export const TOAST_MS = 10_000;

type Listener = () => void;

/** One toast at a time: the next one takes the place of the last. */
class Toasts {
  #current: ShownToast | undefined;
  #listeners = new Set<Listener>();
  #last = 0;

  get current(): ShownToast | undefined {
    return this.#current;
  }

  /** Shows a toast and returns what takes it away again. */
  show(toast: Toast): () => void {
    const before = this.#current;
    const id = ++this.#last;
    this.#set({ ...toast, id });
    before?.onGone?.();
    return () => this.dismiss(id);
  }

  /** Takes a toast away, if it is still there; its time is over. */
  dismiss(id: number): void {
    const { current } = this;
    if (current?.id !== id) return;
    this.#set(undefined);
    current.onGone?.();
  }

  /** Does what the toast offers (the button, or the app's key for undo). False if there is nothing to do. */
  act(): boolean {
    const { current } = this;
    if (!current?.action) return false;
    this.#set(undefined);
    current.action.onAction();
    return true;
  }

  subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #set(toast: ShownToast | undefined): void {
    this.#current = toast;
    for (const listener of this.#listeners) listener();
  }
}

/** The toasts of the app: `toasts.show({ text, action })` from anywhere. */
export const toasts = new Toasts();
