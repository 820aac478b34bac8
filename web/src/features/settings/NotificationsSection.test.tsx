import { act } from "react";
import { afterEach, expect, test, vi } from "vitest";
import type { User } from "@/api";
import { session } from "@/features/session";
import { loadTexts } from "@/i18n";
import { render } from "@/ui/testing/render";
import { NotificationsSection } from "./NotificationsSection";

await loadTexts("settings");

afterEach(() => {
  vi.unstubAllGlobals();
  act(() => session.reset());
});

test.each(["pages", "workers alone, as on phones,"])(
  "where %s may show notifications, a test shows one",
  async (who) => {
    const shown = vi.fn();
    class FromPage {
      static permission = "granted";
      constructor(title: string, { body }: NotificationOptions) {
        if (who !== "pages") throw new TypeError("Illegal constructor");
        shown(title, body);
      }
    }
    const worker = {
      showNotification: async (title: string, { body, data }: NotificationOptions) => {
        expect(data).toBe(location.href);
        shown(title, body);
      },
    };
    vi.stubGlobal("Notification", FromPage);
    Object.defineProperty(navigator, "serviceWorker", {
      value: { ready: Promise.resolve(worker) },
      configurable: true,
    });
    session.set({
      me: { notify_props: { mention_keys: "" } } as User,
      config: { SiteName: "Harbour" } as never,
    });
    const page = render(<NotificationsSection />);
    act(() =>
      [...page.container.querySelectorAll("button")]
        .find((one) => one.textContent === "Send a test")
        ?.click(),
    );
    await vi.waitFor(() =>
      expect(shown).toHaveBeenCalledWith("Harbour", "This is how a notification looks."),
    );
    expect(shown).toHaveBeenCalledTimes(1);
  },
);
