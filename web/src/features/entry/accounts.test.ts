import { expect, test } from "vitest";
import { ApiError } from "@/api";
import { startLanguage } from "@/i18n";
import { passwordHelp, refusalOfAccount, troublesOf, usernameFrom } from "./accounts";
import { refusalOfSignIn } from "./refusal";

await startLanguage("en");

const good = { email: "anna@example.org", username: "anna", password: "correct horse" };
const refused = (id: string, status = 400): ApiError => new ApiError("refused", id, status, "raw words");

test("what can be seen to be wrong is said at its field, all at once", () => {
  expect(troublesOf(good, {})).toEqual({});
  expect(Object.keys(troublesOf({ email: "anna", username: "An na", password: "short" }, {}))).toEqual([
    "email",
    "username",
    "password",
  ]);
  // Counted in characters, as the server does, not in units of UTF-16.
  expect(
    troublesOf({ ...good, password: "🌲🌲🌲🌲🌲🌲🌲" }, { PasswordMinimumLength: "8" }).password,
  ).toBeDefined();
  expect(troublesOf({ ...good, password: "🌲🌲🌲🌲🌲🌲🌲🌲" }, { PasswordMinimumLength: "8" })).toEqual({});
});

test("the rules of passwords are told before and after", () => {
  const config = {
    PasswordMinimumLength: "10",
    PasswordRequireNumber: "true",
    PasswordRequireSymbol: "true",
  };
  expect(passwordHelp(config)).toBe("At least 10 characters, with a digit and a symbol.");
  const { password } = refusalOfAccount(refused("model.user.is_valid.pwd_number_symbol.app_error"), config);
  expect(password).toBe("Use at least 10 characters, with a digit and a symbol.");
});

test.each([
  ["app.user.save.username_exists.app_error", "username"],
  ["app.user.save.email_exists.app_error", "email"],
  ["api.user.create_user.accepted_domain.app_error", "email"],
  ["model.user.is_valid.pwd_max_length.app_error", "password"],
  ["app.team.get_by_invite_id.finding.app_error", "form"],
  ["api.user.create_user.no_open_server", "form"],
])("%s is told at %s, in our words", (id, field) => {
  const troubles = refusalOfAccount(refused(id), {});
  expect(Object.keys(troubles)).toEqual([field]);
  expect(JSON.stringify(troubles)).not.toContain("raw words");
});

test("a refused sign-in says what to do, and the same for a wrong name and a wrong password", () => {
  const wrong = refused("api.user.login.invalid_credentials_email_username", 401);
  expect(refusalOfSignIn(wrong, false)).toBe("E-mail, username or password does not match.");
  const locked = refused("api.user.check_user_login_attempts.too_many.app_error", 401);
  expect(refusalOfSignIn(locked, false)).toContain("An administrator can unlock it");
  const offline = new ApiError("offline", "", 0, "");
  expect(refusalOfSignIn(offline, false)).toContain("not reached");
});

test("a username is made of an address, or of nothing", () => {
  expect(usernameFrom("Élin.Berg+chat@example.org")).toBe("elin.berg");
  expect(usernameFrom("7up@example.org")).toBe("");
  expect(usernameFrom("渡辺@example.org")).toBe("");
  expect(usernameFrom("")).toBe("");
});
