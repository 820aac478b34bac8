import { ApiError, type Config } from "@/api";
import { currentLanguage, explain, translate } from "@/i18n";

/** What an account is made of. */
export interface NewAccount {
  email: string;
  username: string;
  password: string;
}

/** What is wrong, in words: with a field, or with all of it (`form`). */
export type AccountTroubles = Partial<Record<keyof NewAccount | "form", string>>;

const KINDS = ["lowercase", "uppercase", "number", "symbol"] as const;
type Kind = (typeof KINDS)[number];

const USERNAME = /^[a-z][a-z0-9._-]{2,21}$/;
const EMAIL = /^[^\s@]+@[^\s@]+$/;
const INVALID = "model.user.is_valid.";

/** The letters that passwords here must have. */
function wantedKinds(config: Config): Kind[] {
  const asked: Record<Kind, string | undefined> = {
    lowercase: config.PasswordRequireLowercase,
    uppercase: config.PasswordRequireUppercase,
    number: config.PasswordRequireNumber,
    symbol: config.PasswordRequireSymbol,
  };
  return KINDS.filter((kind) => asked[kind] === "true");
}

const shortest = (config: Config): number => Number(config.PasswordMinimumLength ?? 8);

function listOf(kinds: Kind[]): string {
  const words = kinds.map((kind) => translate(`entry.kind.${kind}`));
  return new Intl.ListFormat(currentLanguage()).format(words);
}

/** What passwords here must be, in one sentence. */
export function passwordHelp(config: Config): string {
  const kinds = wantedKinds(config);
  const count = shortest(config);
  return kinds.length > 0
    ? translate("entry.passwordHelpKinds", { count, kinds: listOf(kinds) })
    : translate("entry.passwordHelp", { count });
}

function passwordWrong(config: Config): string {
  const kinds = wantedKinds(config);
  const count = shortest(config);
  return kinds.length > 0
    ? translate("entry.passwordKinds", { count, kinds: listOf(kinds) })
    : translate("entry.passwordWrong", { count });
}

/** What can be seen to be wrong before the server is asked. */
export function troublesOf(account: NewAccount, config: Config): AccountTroubles {
  const troubles: AccountTroubles = {};
  if (!EMAIL.test(account.email.trim())) troubles.email = translate("entry.emailWrong");
  if (!USERNAME.test(account.username)) troubles.username = translate("entry.usernameWrong");
  if ([...account.password].length < shortest(config)) troubles.password = passwordWrong(config);
  return troubles;
}

/** Why the server made no account. */
export function refusalOfAccount(error: unknown, config: Config): AccountTroubles {
  if (!(error instanceof ApiError)) return { form: explain(error) };
  switch (error.id) {
    case "app.user.save.username_exists.app_error":
      return { username: translate("entry.usernameTaken") };
    case "app.user.save.email_exists.app_error":
      return { email: translate("entry.emailTaken") };
    case `${INVALID}username.app_error`:
      return { username: translate("entry.usernameKept") };
    case `${INVALID}email.app_error`:
      return { email: translate("entry.emailWrong") };
    case "api.user.create_user.accepted_domain.app_error":
    case "api.team.join_user_to_team.allowed_domains.app_error":
      return { email: translate("entry.emailDomain") };
    case `${INVALID}pwd_max_length.app_error`:
      return { password: translate("entry.passwordLong") };
    case "api.user.create_user.no_open_server":
    case "api.user.create_user.signup_email_disabled.app_error":
    case "api.team.add_members.user_denied":
      return { form: translate("entry.closed") };
    case "app.team.get_by_invite_id.finding.app_error":
    case "api.user.create_user.signup_link_invalid.app_error":
      return { form: translate("entry.inviteWrong") };
  }
  if (error.id.startsWith(`${INVALID}pwd_`)) return { password: passwordWrong(config) };
  return { form: explain(error) };
}

/** A username made of an address, for who has not thought of one. Empty where nothing fits. */
export function usernameFrom(email: string): string {
  const [name = ""] = email.split("@");
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\+.*/, "")
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 22)
    .replace(/[^a-z0-9]+$/, "");
  return USERNAME.test(plain) ? plain : "";
}
