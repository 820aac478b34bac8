import { useRef, useState } from "react";
import { ApiError, api, type User } from "@/api";
import { session } from "@/features/session";
import { explain, type MessageId, useT } from "@/i18n";
import { Avatar } from "@/ui/avatar/Avatar";
import { Button } from "@/ui/button/Button";
import { PasswordInput } from "@/ui/field/PasswordInput";
import { TextInput } from "@/ui/field/TextInput";
import { toasts } from "@/ui/toast/toasts";
import { changePicture, saveProfile } from "./actions";
import { changedFields } from "./model";

type Fields = Record<"first_name" | "last_name" | "nickname" | "position" | "username" | "email", string>;

const names: Record<keyof Fields, MessageId> = {
  first_name: "settings.profile.firstName",
  last_name: "settings.profile.lastName",
  nickname: "settings.profile.nickname",
  position: "settings.profile.position",
  username: "settings.profile.username",
  email: "settings.profile.email",
};

/** The field that a refusal is about, by the protocol's error id. */
function fieldOf(error: ApiError): keyof Fields | "password" | undefined {
  if (/password/.test(error.id)) return "password";
  if (/email/.test(error.id)) return "email";
  if (/username/.test(error.id)) return "username";
  return undefined;
}

/** Who I am to the others. Saved together, because one name without the other is nobody. */
export function ProfileSection() {
  const me = session.use((state) => state.me);
  return me ? <ProfileForm key={me.id} me={me} /> : null;
}

function ProfileForm({ me }: { me: User }) {
  const t = useT();
  const [draft, setDraft] = useState<Partial<Fields>>({});
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ field: keyof Fields | "password" | undefined; why: string }>();

  const fields: Fields = {
    first_name: me.first_name,
    last_name: me.last_name,
    nickname: me.nickname,
    position: me.position,
    username: me.username,
    email: me.email,
    ...draft,
  };
  const changed = changedFields<Fields>(me, fields);
  const isChanged = Object.keys(changed).length > 0;

  async function handleSubmit() {
    setBusy(true);
    setWrong(undefined);
    try {
      await saveProfile(changed.email === undefined ? changed : { ...changed, password });
      setDraft({});
      setPassword("");
      toasts.show({ text: t("settings.saved", { what: t("settings.profile") }) });
    } catch (error) {
      setWrong({ field: error instanceof ApiError ? fieldOf(error) : undefined, why: explain(error) });
    } finally {
      setBusy(false);
    }
  }
  const bind = (name: keyof Fields) => ({
    label: t(names[name]),
    value: fields[name],
    onChange: (value: string) => setDraft({ ...draft, [name]: value }),
    error: wrong?.field === name ? wrong.why : undefined,
  });
  return (
    <>
      <p className="ui-pages-lead">{t("settings.profile.lead")}</p>
      <form
        className="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) void handleSubmit();
        }}
      >
        <div className="settings-face">
          <Avatar
            id={me.id}
            name={`${fields.first_name} ${fields.last_name}`.trim() || me.username}
            src={me.last_picture_update ? api.picture(me) : undefined}
            size={64}
          />
          <span className="cut">
            <b className="cut">
              <bdi>{`${fields.first_name} ${fields.last_name}`.trim() || fields.username}</bdi>
            </b>
            <bdi className="mute small">@{fields.username}</bdi>
          </span>
          <Picture has={Boolean(me.last_picture_update)} />
        </div>
        <div className="settings-pair">
          <TextInput {...bind("first_name")} autoComplete="given-name" maxLength={64} />
          <TextInput {...bind("last_name")} autoComplete="family-name" maxLength={64} />
          <TextInput
            {...bind("nickname")}
            optional
            help={t("settings.profile.nickname.help")}
            maxLength={64}
          />
          <TextInput {...bind("position")} optional autoComplete="organization-title" maxLength={128} />
        </div>
        <TextInput
          {...bind("username")}
          dir="ltr"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          help={t("settings.profile.username.help", { name: fields.username })}
        />
        <TextInput {...bind("email")} type="email" dir="ltr" autoComplete="email" maxLength={128} />
        {changed.email !== undefined && (
          <PasswordInput
            label={t("settings.profile.email.password")}
            help={t("settings.profile.email.why")}
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            error={wrong?.field === "password" ? wrong.why : undefined}
          />
        )}
        {wrong && wrong.field === undefined && (
          <p className="ui-help" data-bad="" role="alert">
            {wrong.why}
          </p>
        )}
        <div className="line">
          <Button kind="main" type="submit" busy={busy} disabled={!isChanged}>
            {t("settings.save")}
          </Button>
          {isChanged && <Button onClick={() => setDraft({})}>{t("settings.revert")}</Button>}
        </div>
      </form>
    </>
  );
}

/** Chooses a picture, or takes it away. */
function Picture({ has }: { has: boolean }) {
  const t = useT();
  const file = useRef<HTMLInputElement>(null);
  return (
    <span className="line wrap end">
      <input
        ref={file}
        type="file"
        accept="image/png,image/jpeg,image/gif,image/bmp"
        aria-label={t("settings.picture")}
        hidden
        onChange={(event) => {
          const [picture] = event.currentTarget.files ?? [];
          if (picture) changePicture(picture);
          event.currentTarget.value = "";
        }}
      />
      <Button size="small" icon="image" onClick={() => file.current?.click()}>
        {t("settings.picture.choose")}
      </Button>
      {has && (
        <Button size="small" kind="bare" onClick={() => changePicture(undefined)}>
          {t("settings.picture.remove")}
        </Button>
      )}
    </span>
  );
}
