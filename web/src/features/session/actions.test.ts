import { expect, test, vi } from "vitest";
import { ApiError, door, type Hindrance } from "@/api";
import { signOut } from "./actions";

const refuse = (hindrance: Hindrance) =>
  vi.spyOn(door, "signOut").mockRejectedValue(new ApiError(hindrance, "", 0, ""));

test("signing out is done when the server says so, or has no session to end", async () => {
  refuse("expired");
  await signOut();
  for (const hindrance of ["offline", "busy", "failed", "refused"] as const) {
    refuse(hindrance);
    await expect(signOut()).rejects.toMatchObject({ hindrance });
  }
  vi.restoreAllMocks();
});
