import { act } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { ApiError, administration, type User } from "@/api";
import { loadTexts } from "@/i18n";
import { render } from "@/ui/testing/render";
import { toasts } from "@/ui/toast/toasts";
import { PeoplePage } from "./PeoplePage";
import { PAGE } from "./people";

await loadTexts("admin");

const user = (id: string): User =>
  ({ id, username: id, first_name: "", last_name: "", nickname: "", roles: "", delete_at: 0 }) as User;
const pageOf = (name: string, count = PAGE): User[] =>
  Array.from({ length: count }, (_, at) => user(`${name}${at}`));
const settle = (): Promise<unknown> => act(() => vi.runAllTimersAsync());
const rows = (): number => document.querySelectorAll("tbody tr").length;

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("more people come once, though asked for twice; not where others are wished for by then; and it is said when they can't", async () => {
  vi.useFakeTimers();
  vi.spyOn(administration, "userCount").mockResolvedValue({ total_users_count: 0 });
  const asked = vi.spyOn(administration, "users").mockResolvedValueOnce(pageOf("first"));
  const page = render(<PeoplePage />);
  await settle();
  expect(rows()).toBe(PAGE);

  asked.mockRejectedValueOnce(new ApiError("busy", "", 503, ""));
  page.click(".admin-more button");
  await settle();
  expect(toasts.current).toMatchObject({ kind: "bad" });

  asked.mockImplementation(async ({ page: at }) => pageOf(`page${at}`));
  page.click(".admin-more button");
  page.click(".admin-more button");
  await settle();
  expect(rows()).toBe(2 * PAGE);

  let answer = (_: User[]): void => {};
  asked.mockReturnValueOnce(
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  page.click(".admin-more button");
  vi.spyOn(administration, "searchUsers").mockResolvedValue(pageOf("found", 2));
  page.type("input[type=search]", "found");
  await settle();
  answer(pageOf("late"));
  await settle();
  expect(rows()).toBe(2);
});
