import { act } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { api, type Session, type User } from "@/api";
import { session } from "@/features/session";
import { loadTexts, translate } from "@/i18n";
import { fold } from "@/lib/fold";
import { render } from "@/ui/testing/render";
import { sections } from "./model";
import { SettingsScreen } from "./SettingsScreen";

await loadTexts("settings");

const me = {
  id: "me",
  username: "anna",
  first_name: "Anna",
  last_name: "",
  nickname: "",
  position: "",
  email: "anna@nordlinje.example",
  locale: "en",
  roles: "",
  timezone: {},
  notify_props: { desktop: "mention", mention_keys: "", desktop_sound: "true" },
} as unknown as User;

afterEach(() => {
  vi.restoreAllMocks();
  act(() => session.reset());
});

test.each(sections.map((section) => [section.id, section]))(
  "all that a search finds on %s is there",
  async (_, section) => {
    const one = {
      id: "s",
      last_activity_at: 1,
      create_at: 1,
      device_id: "",
      props: {},
    } as unknown as Session;
    vi.spyOn(api, "sessions").mockResolvedValue([one]);
    session.set({ me });
    const page = render(<SettingsScreen section={section.id} />);
    await act(async () => {});
    const content = page.container.querySelector(".ui-pages-page") ?? page.container;
    const named = [...content.querySelectorAll("[aria-label]")].map((element) =>
      element.getAttribute("aria-label"),
    );
    const said = `${content.textContent}\n${named.join("\n")}`;
    expect(section.entries.filter((entry) => !fold(said).includes(fold(translate(entry))))).toEqual([]);
  },
);
