import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

/** What of a slice outlives a reload. */
interface Kept<T> {
  /** Fields that are stored as a whole. */
  values?: (keyof T & string)[];
  /** Fields that are records by id, stored row by row. */
  tables?: (keyof T & string)[];
  /** The same for what people wrote: each change is written down at once, and outlives a new shape of the store. */
  written?: (keyof T & string)[];
}

/** The state of one feature. */
export interface Slice<T> {
  readonly name: string;
  readonly kept: Kept<T>;
  get(): T;
  set(change: Partial<T> | ((state: T) => Partial<T>)): void;
  subscribe(listener: () => void): () => void;
  /** The state as it was before anything happened, for another user. */
  reset(): void;
  /** What a component reads. The selector gives the same reference as long as nothing that it reads has changed. */
  use<R>(selector: (state: T) => R): R;
}

/** What the local store needs of any slice, whatever it holds. */
export interface KeptSlice {
  readonly name: string;
  readonly kept: { values?: string[]; tables?: string[]; written?: string[] };
  subscribe(listener: () => void): () => void;
  reset(): void;
  field(key: string): unknown;
  fill(fields: Record<string, unknown>): void;
}

const all = new Map<string, KeptSlice>();

/** Makes the slice of a feature. Its name is the feature's, and the place of its rows in the local store. */
export function slice<T extends object>(name: string, initial: T, kept: Kept<T> = {}): Slice<T> {
  const store = createStore<T>(() => initial);
  const made: Slice<T> = {
    name,
    kept,
    get: store.getState,
    set: (change) => store.setState(change),
    subscribe: store.subscribe,
    reset: () => store.setState(initial, true),
    use: (selector) => useStore(store, selector),
  };
  all.set(name, {
    name,
    kept,
    subscribe: store.subscribe,
    reset: made.reset,
    field: (key) => new Map<string, unknown>(Object.entries(store.getState())).get(key),
    fill: (fields) => store.setState({ ...store.getState(), ...fields }),
  });
  return made;
}

/** Every slice that has been made. */
export function slices(): Iterable<KeptSlice> {
  return all.values();
}

/** Forgets everything in memory. */
export function resetSlices(): void {
  for (const one of all.values()) one.reset();
}
