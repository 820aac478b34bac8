import { api, type User } from "@/api";
import { myId, savePreferences, session } from "@/features/session";
import { setLanguage, translate } from "@/i18n";
import { fieldsBefore } from "@/lib/fieldsBefore";
import type { Appearance } from "@/ui/theme/appearance";
import { attempt } from "@/ui/toast/attempt";
import { toasts } from "@/ui/toast/toasts";
import { appearanceOf, appearancePreference, themePreference } from "./appearance";
import { languageOf, type NotifyProps } from "./model";

/** Makes a change that is saved at once: says that it was, with a way to undo it where there is one, or why it was not. */
function change(what: string, apply: () => Promise<unknown>, undo?: () => Promise<unknown>): void {
  const say = (why: string): string => translate("settings.notSaved", { what, why });
  attempt(async () => {
    await apply();
    const text = translate("settings.saved", { what });
    if (!undo) return toasts.show({ text });
    const onAction = (): void => attempt(undo, say);
    return toasts.show({ text, action: { text: translate("buttons.undo"), keys: "Z", onAction } });
  }, say);
}

function putAppearance(appearance: Appearance): Promise<void> {
  const preferences = [appearancePreference(appearance)];
  if (appearance.own) preferences.push(themePreference(appearance.own));
  return savePreferences(preferences);
}

export function changeAppearance(what: string, part: Partial<Appearance>): void {
  const before = appearanceOf(session.get());
  change(
    what,
    () => putAppearance({ ...appearanceOf(session.get()), ...part }),
    () => putAppearance(before),
  );
}

export function changePreference(
  what: string,
  category: string,
  name: string,
  value: string,
  before: string,
): void {
  change(
    what,
    () => savePreferences([{ category, name, value }]),
    () => savePreferences([{ category, name, value: before }]),
  );
}

/** Sends a patch of me; the screen has it at once, and in its place what was before if it is refused. */
async function patchMe(patch: Partial<User>): Promise<void> {
  const { me } = session.get();
  if (!me) return;
  const show = (part: Partial<User>): void =>
    session.set((state) => ({ me: state.me && { ...state.me, ...part } }));
  show(patch);
  try {
    session.set({ me: await api.patchMe(patch) });
  } catch (error) {
    show(fieldsBefore(me, patch));
    throw error;
  }
}

export function changeNotifications(what: string, part: Partial<NotifyProps>): void {
  const before = session.get().me?.notify_props;
  if (!before) return;
  change(
    what,
    () => patchMe({ notify_props: { ...(session.get().me?.notify_props ?? before), ...part } }),
    () => patchMe({ notify_props: before }),
  );
}

export function changeLanguage(what: string, locale: string): void {
  const before = session.get().me?.locale ?? "en";
  async function put(wished: string) {
    await patchMe({ locale: wished });
    await setLanguage(languageOf(wished));
  }
  change(
    what,
    () => put(locale),
    () => put(before),
  );
}

export function changeTimezone(what: string, timezone: User["timezone"]): void {
  const before = session.get().me?.timezone;
  change(
    what,
    () => patchMe({ timezone }),
    () => patchMe({ timezone: before }),
  );
}

/** Saves the profile. Throws what the server says, for the field that it is about. */
export function saveProfile(patch: Partial<User>): Promise<void> {
  return patchMe(patch);
}

/** Puts a picture in the place of my initials, or takes it away again. */
export function changePicture(picture: Blob | undefined): void {
  change(translate("settings.picture"), async () => {
    await (picture ? api.setPicture(myId(), picture) : api.removePicture(myId()));
    session.set(({ me }) => (me ? { me: { ...me, last_picture_update: picture ? Date.now() : 0 } } : {}));
  });
}

export async function changePassword(current: string, next: string): Promise<void> {
  await api.changePassword(current, next);
  toasts.show({ text: translate("settings.password.changed") });
}

export function endSession(id: string): Promise<unknown> {
  return api.revokeSession(id);
}
