import { expect, test } from "vitest";
import { changesOf, filtered, parse, patchOf, settingsOf, textOf, wordsOf } from "./configuration";
import { rolesWith } from "./people";

const all = {
  EmailSettings: { SendPushNotifications: true, PushNotificationServer: "https://old", SMTPPassword: "****" },
  ServiceSettings: { MaximumLoginAttempts: 10, CorsAllowed: ["a", "b"], Nested: { Deep: 1 } },
};
const settings = settingsOf(
  all,
  { EmailSettings: { PushNotificationServer: "https://old" } },
  { ServiceSettings: { MaximumLoginAttempts: true } },
);
const usual = { term: "", section: "EmailSettings", changedOnly: false, lockedOnly: false };
const ids = (found: typeof settings) => found.map((setting) => setting.id);

test("keys are told in words", () => {
  expect(wordsOf("SendPushNotifications")).toBe("Send push notifications");
  expect(wordsOf("EnableSAMLSignIn")).toBe("Enable SAML sign in");
});

test("every key is there, with its kind, what changed it, and what locks it", () => {
  expect(settings.map((setting) => setting.kind)).toEqual([
    "switch",
    "text",
    "secret",
    "number",
    "list",
    "json",
  ]);
  expect(settings.filter((setting) => setting.isChanged).map((setting) => setting.key)).toEqual([
    "PushNotificationServer",
  ]);
  expect(settings.find((setting) => setting.lockedBy)?.lockedBy).toBe(
    "MM_SERVICESETTINGS_MAXIMUMLOGINATTEMPTS",
  );
});

test("a search looks everywhere, in keys and in words", () => {
  expect(ids(filtered(settings, usual))).toHaveLength(3);
  expect(ids(filtered(settings, { ...usual, term: "push server" }))).toEqual([
    "EmailSettings.PushNotificationServer",
  ]);
  expect(ids(filtered(settings, { ...usual, term: "login attempts" }))).toEqual([
    "ServiceSettings.MaximumLoginAttempts",
  ]);
  expect(ids(filtered(settings, { ...usual, changedOnly: true }))).toEqual([
    "EmailSettings.PushNotificationServer",
  ]);
});

test("what a field says is read by its kind, and only what differs is sent", () => {
  const [push, server, password, attempts, cors, nested] = settings;
  if (!push || !server || !password || !attempts || !cors || !nested) throw new Error("settings are missing");
  expect(textOf(cors)).toBe("a\nb");
  expect(parse(attempts, "5.5")).toEqual({ wrong: "number" });
  expect(parse(attempts, "")).toEqual({ wrong: "number" });
  expect(parse(nested, "{")).toEqual({ wrong: "json" });
  const { changes, isWrong } = changesOf(settings, {
    [push.id]: "false",
    [server.id]: "https://old",
    [password.id]: "",
    [attempts.id]: "3",
    [cors.id]: "a\n\n c ",
    [nested.id]: "{",
  });
  expect(isWrong).toBe(true);
  // The number is locked by the environment, the address is what it was, the empty secret stays.
  expect(patchOf(changes)).toEqual({
    EmailSettings: { SendPushNotifications: false },
    ServiceSettings: { CorsAllowed: ["a", "c"] },
  });
});

test("making someone an administrator leaves their other roles alone", () => {
  expect(rolesWith("system_user custom", true)).toBe("system_user custom system_admin");
  expect(rolesWith("system_user system_admin custom", false)).toBe("system_user custom");
  expect(rolesWith("system_user system_admin", true)).toBe("system_user system_admin");
});
