import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { User } from "@/api";
import { session } from "@/features/session";
import { loadTexts, startLanguage } from "@/i18n";
import { toasts } from "@/ui/toast/toasts";
import { changeAppearance, changeNotifications } from "./actions";
import { appearanceOf } from "./appearance";

const me = {
  id: "me",
  locale: "en",
  notify_props: { desktop: "mention", channel: "true" },
} as unknown as User;

/** What the server was asked, and what it answers next. */
let asked: { method: string; path: string; body: unknown }[] = [];
let answer: (body: unknown) => Response;

beforeAll(async () => {
  await startLanguage("en");
  await loadTexts("settings");
});
beforeEach(() => {
  asked = [];
  answer = (body) => Response.json({ ...me, ...(body as object) });
  session.set({ me, preferences: {} });
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const body: unknown = JSON.parse(String(init.body));
    asked.push({ method: init.method ?? "", path: path.replace(/^.*\/api\/v4/, ""), body });
    return answer(body);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  session.reset();
  toasts.show({ text: "" })();
});

test("a change is there before the server answers, and says that it is saved", async () => {
  changeNotifications("Tell me about", { desktop: "all" });
  expect(session.get().me?.notify_props.desktop).toBe("all");
  await vi.waitFor(() => expect(toasts.current?.text).toBe("Tell me about: saved"));
  expect(asked).toEqual([
    { method: "PUT", path: "/users/me/patch", body: { notify_props: { desktop: "all", channel: "true" } } },
  ]);
});

test("undo brings back what was, here and on the server", async () => {
  changeNotifications("Tell me about", { desktop: "none" });
  await vi.waitFor(() => expect(toasts.act()).toBe(true));
  expect(session.get().me?.notify_props.desktop).toBe("mention");
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(asked[1]?.body).toEqual({ notify_props: me.notify_props });
});

test("what the server refuses is as before; it is said why, and it can be tried again", async () => {
  answer = () => Response.json({ id: "some.error", message: "Not on this server." }, { status: 400 });
  changeNotifications("Tell me about", { desktop: "all" });
  await vi.waitFor(() => expect(toasts.current).toMatchObject({ kind: "bad" }));
  expect(toasts.current?.text).toBe("Tell me about: not saved. Not on this server.");
  expect(session.get().me?.notify_props.desktop).toBe("mention");
  answer = (body) => Response.json({ ...me, ...(body as object) });
  toasts.act();
  await vi.waitFor(() => expect(toasts.current?.text).toBe("Tell me about: saved"));
  expect(session.get().me?.notify_props.desktop).toBe("all");
});

test("a look goes to every device in one write, own colours where other clients find them", async () => {
  answer = () => Response.json({ status: "OK" });
  changeAppearance("Theme", { theme: "dark", density: "compact" });
  await vi.waitFor(() => expect(toasts.current?.text).toBe("Theme: saved"));
  expect(appearanceOf(session.get())).toMatchObject({ theme: "dark", density: "compact" });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ method: "PUT", path: "/users/me/preferences" });
  toasts.act();
  expect(appearanceOf(session.get())).toMatchObject({ theme: "system", density: "comfortable" });
});

test("a look that could not be saved is as before", async () => {
  answer = () => Response.json({}, { status: 500 });
  changeAppearance("Theme", { theme: "dark" });
  await vi.waitFor(() => expect(toasts.current).toMatchObject({ kind: "bad" }));
  expect(appearanceOf(session.get()).theme).toBe("system");
});
