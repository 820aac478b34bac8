import { afterEach, beforeAll, expect, test } from "vitest";
import type { Post, User } from "@/api";
import { people } from "@/features/people";
import { loadTexts, startLanguage } from "@/i18n";
import { spoken } from "./spoken";

const post = (more: Partial<Post>): Post =>
  ({ user_id: "anna", message: "", type: "", props: {}, ...more }) as Post;

beforeAll(async () => {
  await startLanguage();
  await loadTexts("workspace");
});
afterEach(() => people.reset());

test("a message is spoken as it is read: by whom, in words without their form, and what the server says as its line does", () => {
  people.set({ users: { anna: { id: "anna", username: "anna" } as User } });
  expect(spoken(post({ message: "**Hello**, see [the plan](https://example.org)" }))).toBe(
    "anna: Hello, see the plan",
  );
  expect(spoken(post({}))).toBe("anna sent a file");
  expect(spoken(post({ type: "system_join_team", message: "anna joined the team." }))).toBe("anna joined.");
  expect(spoken(post({ type: "system_header_change", message: "The header is new" }))).toBe(
    "The header is new",
  );
});

test("only what an integration writes goes by another name", () => {
  people.set({ users: { anna: { id: "anna", username: "anna" } as User } });
  const said = { message: "Red", props: { override_username: "Ben" } };
  expect(spoken(post(said))).toBe("anna: Red");
  expect(spoken(post({ ...said, props: { ...said.props, from_webhook: "true" } }))).toBe("Ben: Red");
});
