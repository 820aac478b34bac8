import { ApiError } from "@/api";
import { explain, translate } from "@/i18n";

/** The password is right; a code of the second factor is wanted besides. */
export const MFA_WANTED = "mfa.validate_token.authenticate.app_error";

/** The password is right, and the account deactivated. */
export const INACTIVE = "api.user.login.inactive.app_error";

/** Why somebody was not let in. It never tells whether there is such an account. */
export function refusalOfSignIn(error: unknown, isWithCode: boolean): string {
  if (!(error instanceof ApiError) || error.hindrance !== "refused") return explain(error);
  switch (error.id) {
    case "api.user.check_user_login_attempts.too_many.app_error":
      return translate("entry.locked");
    case INACTIVE:
      return translate("entry.deactivated");
    case "api.user.login.not_verified.app_error":
      return translate("entry.notVerified");
    case "api.user.login.bot_login_forbidden.app_error":
    case "api.user.login.remote_users.login.error":
    case "api.user.login.guest_accounts.disabled.error":
      return translate("entry.notHere");
  }
  return translate(isWithCode ? "entry.codeWrong" : "entry.wrong");
}
