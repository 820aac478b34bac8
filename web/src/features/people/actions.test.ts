import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, type User } from "@/api";
import { learn, needPresence, needUsers, refreshPresence, refreshUsers, showPresence } from "./actions";
import { people } from "./model";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(api, "statuses").mockImplementation(async (ids) =>
    ids.map((user_id) => ({ user_id, status: "away" }) as never),
  );
  vi.spyOn(api, "usersById").mockImplementation(async (ids) => ids.map((id) => ({ id }) as User));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  people.reset();
});

const collected = () => vi.advanceTimersByTimeAsync(50);

test("whose presence shows is asked for anew, and nobody else", async () => {
  const hideAnna = showPresence("anna");
  const hideBen = showPresence("ben");
  await collected();
  expect(api.statuses).toHaveBeenLastCalledWith(["anna", "ben"]);
  expect(people.get().presence).toEqual({ anna: "away", ben: "away" });
  hideBen();
  void refreshPresence();
  await collected();
  expect(api.statuses).toHaveBeenLastCalledWith(["anna"]);
  hideAnna();
});

test("what is known of a presence is believed for a minute", async () => {
  void needPresence(["cleo"]);
  void needPresence(["cleo"]);
  await collected();
  void needPresence(["cleo"]);
  await collected();
  expect(api.statuses).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(60_000);
  void needPresence(["cleo"]);
  await collected();
  expect(api.statuses).toHaveBeenCalledTimes(2);
});

test("who is known is asked for again, as far as something has changed since", async () => {
  learn([{ id: "anna" } as User]);
  await refreshUsers();
  expect(api.usersById).toHaveBeenCalledWith(["anna"], 0);
  const before = people.get().checkedAt;
  vi.mocked(api.usersById).mockResolvedValue([{ id: "anna", nickname: "Ann" } as User]);
  await refreshUsers();
  expect(api.usersById).toHaveBeenLastCalledWith(["anna"], before - 86_400_000);
  expect(people.get().users.anna?.nickname).toBe("Ann");
});

test("who is not known is asked for once", async () => {
  void needUsers(["ben", "ben", ""]);
  void needUsers(["ben"]);
  await collected();
  void needUsers(["ben"]);
  await collected();
  expect(vi.mocked(api.usersById).mock.calls).toEqual([[["ben"]]]);
});
