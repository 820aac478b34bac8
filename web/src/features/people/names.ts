import { preferenceOf, session } from "@/features/session";
import { displayName, type NameFormat, nameFormat, people } from "./model";

/** The format of this account's names. */
export function useNameFormat(): NameFormat {
  return session.use((state) =>
    nameFormat(preferenceOf(state, "display_settings", "name_format"), state.config),
  );
}

/** Somebody's name as this account wants to see names; empty until they are known. */
export function useName(id: string): string {
  const format = useNameFormat();
  return people.use((state) => displayName(state.users[id], format));
}

/** The same outside components, for a moment. */
export function nameFormatNow(): NameFormat {
  const state = session.get();
  return nameFormat(preferenceOf(state, "display_settings", "name_format"), state.config);
}

export function nameOf(id: string): string {
  return displayName(people.get().users[id], nameFormatNow());
}
