/** What the fields that a change touches were before it. */
export function fieldsBefore<State extends object>(before: State, change: Partial<State>): Partial<State> {
  return Object.fromEntries(
    Object.keys(change).map((key) => [key, Reflect.get(before, key)]),
  ) as Partial<State>;
}
