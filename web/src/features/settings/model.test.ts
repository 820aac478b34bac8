import { expect, test } from "vitest";
import type { Session } from "@/api";
import { preferenceKey, session } from "@/features/session";
import { usualAppearance } from "@/ui/theme/appearance";
import { officialColours } from "@/ui/theme/official";
import { appearanceOf, appearancePreference, themePreference } from "./appearance";
import { changedFields, devicesOf, searchSettings, withoutWord, withWord, wordsOf } from "./model";

function stateWith(preferences: { category: string; name: string; value: string }[]) {
  const byKey = preferences.map((one) => [preferenceKey(one.category, one.name), { ...one, user_id: "me" }]);
  return { ...session.get(), preferences: Object.fromEntries(byKey) };
}
const own = Object.fromEntries(officialColours.map((name) => [name, "#336699"])) as Record<
  (typeof officialColours)[number],
  string
>;

test("what was chosen comes back, and what can't be read is the usual", () => {
  const chosen = { ...usualAppearance, theme: "dark", density: "compact", textSize: 17 } as const;
  expect(appearanceOf(stateWith([appearancePreference(chosen)]))).toEqual(chosen);
  const broken = { category: "wardroom", name: "appearance", value: '{"theme":"pink","textSize":90}' };
  expect(appearanceOf(stateWith([broken]))).toEqual(usualAppearance);
  expect(appearanceOf(stateWith([{ ...broken, value: "{" }]))).toEqual(usualAppearance);
});

test("a theme set in another client shows here until something is chosen here", () => {
  expect(appearanceOf(stateWith([themePreference(own)]))).toMatchObject({ theme: "own", own });
  const ofTeam = { ...themePreference(own), name: "team1" };
  expect(appearanceOf(stateWith([ofTeam]))).toMatchObject({ theme: "own" });
  const light = appearancePreference({ ...usualAppearance, theme: "light" });
  expect(appearanceOf(stateWith([themePreference(own), light])).theme).toBe("light");
});

test("own colours without colours are the system's", () => {
  const lost = appearancePreference({ ...usualAppearance, theme: "own" });
  expect(appearanceOf(stateWith([lost])).theme).toBe("system");
});

test("a search finds by any words, without case and marks", () => {
  const say = (id: string) =>
    ({ "settings.textSize": "Schriftgröße", "settings.appearance": "Aussehen" })[id] ?? id;
  expect(searchSettings("SCHRIFTGROSSE", say).map((hit) => hit.entry)).toEqual(["settings.textSize"]);
  expect(searchSettings("aussehen schrift", say).map((hit) => hit.entry)).toEqual(["settings.textSize"]);
  expect(searchSettings(" ", say)).toEqual([]);
});

test("words that count as a mention are kept apart by commas, each once", () => {
  expect(wordsOf("elin, station staff,,")).toEqual(["elin", "station staff"]);
  expect(withWord("elin", "Elin")).toBe("elin");
  expect(withWord("elin", "rota, depot")).toBe("elin,rota,depot");
  expect(withoutWord("elin,rota", "elin")).toBe("rota");
});

test("tokens are not devices, and the latest used comes first", () => {
  const one = (id: string, last: number, props: Record<string, string>) =>
    ({ id, last_activity_at: last, create_at: 1, device_id: "", props }) as unknown as Session;
  const devices = devicesOf([
    one("a", 1, { browser: "Firefox/130", os: "Linux" }),
    one("b", 5, { type: "UserAccessToken" }),
    one("c", 3, { browser: "Chrome/131" }),
  ]);
  expect(devices.map((device) => device.id)).toEqual(["c", "a"]);
  expect(devices[1]?.platform).toBe("Linux");
});

test("a patch holds only what changes", () => {
  expect(changedFields({ nickname: "El", position: "" }, { nickname: "El ", position: "Lead" })).toEqual({
    position: "Lead",
  });
});
