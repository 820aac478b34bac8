import { ApiError, api, type User } from "@/api";
import { savePreferences, session } from "@/features/session";
import { setLanguage, translate } from "@/i18n";
import type { Appearance } from "@/ui/theme/appearance";
import { toasts } from "@/ui/toast/toasts";
import { appearanceOf, appearancePreference, themePreference } from "./appearance";
import { languageOf, type NotifyProps } from "./model";

/** Why something was not saved, in words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof ApiError)) return translate("settings.failed");
  if (error.hindrance === "refused") return error.message;
  return translate(error.hindrance === "offline" ? "settings.offline" : "settings.failed");
}

/** Makes a change that is saved at once: says that it was, offers to undo it, or says why it was not. */
async function change(
  what: string,
  apply: () => Promise<unknown>,
  undo: () => Promise<unknown>,
): Promise<void> {
  try {
    await apply();
  } catch (error) {
    toasts.show({ kind: "bad", text: translate("settings.notSaved", { what, why: reasonOf(error) }) });
    return;
  }
  toasts.show({
    text: translate("settings.saved", { what }),
    action: {
      text: translate("settings.undo"),
      keys: "Z",
      onAction: () => {
        undo().catch((error: unknown) =>
          toasts.show({ kind: "bad", text: translate("settings.notSaved", { what, why: reasonOf(error) }) }),
        );
      },
    },
  });
}

function putAppearance(appearance: Appearance): Promise<void> {
  const preferences = [appearancePreference(appearance)];
  if (appearance.own) preferences.push(themePreference(appearance.own));
  return savePreferences(preferences);
}

export function changeAppearance(what: string, part: Partial<Appearance>): Promise<void> {
  const before = appearanceOf(session.get());
  return change(
    what,
    () => putAppearance({ ...before, ...part }),
    () => putAppearance(before),
  );
}

export function changePreference(
  what: string,
  category: string,
  name: string,
  value: string,
  before: string,
) {
  return change(
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
    show(Object.fromEntries(Object.keys(patch).map((key) => [key, Reflect.get(me, key)])));
    throw error;
  }
}

export function changeNotifications(what: string, part: Partial<NotifyProps>): Promise<void> {
  const before = session.get().me?.notify_props;
  if (!before) return Promise.resolve();
  return change(
    what,
    () => patchMe({ notify_props: { ...before, ...part } }),
    () => patchMe({ notify_props: before }),
  );
}

export async function changeLanguage(what: string, locale: string): Promise<void> {
  const before = session.get().me?.locale ?? "en";
  async function put(wished: string) {
    await patchMe({ locale: wished });
    await setLanguage(languageOf(wished));
  }
  await change(
    what,
    () => put(locale),
    () => put(before),
  );
}

export function changeTimezone(what: string, timezone: User["timezone"]): Promise<void> {
  const before = session.get().me?.timezone;
  return change(
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
export async function changePicture(picture: Blob | undefined): Promise<void> {
  const { me } = session.get();
  if (!me) return;
  const what = translate("settings.picture");
  try {
    await (picture ? api.setPicture(me.id, picture) : api.removePicture(me.id));
    session.set({ me: { ...me, last_picture_update: picture ? Date.now() : 0 } });
    toasts.show({ text: translate("settings.saved", { what }) });
  } catch (error) {
    toasts.show({ kind: "bad", text: translate("settings.notSaved", { what, why: reasonOf(error) }) });
  }
}

export async function changePassword(current: string, next: string): Promise<void> {
  await api.changePassword(current, next);
  toasts.show({ text: translate("settings.password.changed") });
}

export function endSession(id: string): Promise<unknown> {
  return api.revokeSession(id);
}
