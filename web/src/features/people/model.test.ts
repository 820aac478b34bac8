import { expect, test } from "vitest";
import type { User } from "@/api";
import { type PeopleState, withUsers } from "./model";

const anna = { id: "anna", username: "anna", timezone: { useAutomaticTimezone: "true" } } as unknown as User;
const state: PeopleState = { users: { anna }, presence: {}, checkedAt: 0 };

test("who is told of again as they are known changes nothing", () => {
  expect(withUsers(state, [structuredClone(anna)]).users).toBe(state.users);
  expect(withUsers(state, []).users).toBe(state.users);
});

test("who is told of anew keeps what the news says nothing of", () => {
  const { users } = withUsers(state, [{ id: "anna", nickname: "An" } as User]);
  expect(users?.anna).toEqual({ ...anna, nickname: "An" });
  expect(state.users.anna).toBe(anna);
});
