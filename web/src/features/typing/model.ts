import { slice } from "@/lib/slice";

/** Somebody is taken to have stopped when nothing has been heard for this long. */
export const LASTS_MS = 6_000;

export interface TypingState {
  /** By place (a channel, or a root): who types there, and when that was last heard. */
  places: Record<string, Record<string, number>>;
}

export const typing = slice<TypingState>("typing", { places: {} });

const NOBODY: string[] = [];

export function withTyping(state: TypingState, place: string, user: string, at: number): TypingState {
  return { places: { ...state.places, [place]: { ...state.places[place], [user]: at } } };
}

/** Without one who has sent what they typed, and without all whom nothing has been heard of. */
export function withoutTyping(state: TypingState, place: string, user: string, now: number): TypingState {
  const here = Object.entries(state.places[place] ?? {}).filter(
    ([one, at]) => one !== user && now - at < LASTS_MS,
  );
  const { [place]: _before, ...places } = state.places;
  return { places: here.length > 0 ? { ...places, [place]: Object.fromEntries(here) } : places };
}

/** Who types in a place, joined, so that the same people are the same text. */
export function typistsIn(state: TypingState, place: string): string {
  const here = state.places[place];
  return here ? Object.keys(here).join(" ") : "";
}

export function split(typists: string): string[] {
  return typists === "" ? NOBODY : typists.split(" ");
}
