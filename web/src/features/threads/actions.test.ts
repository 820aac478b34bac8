import { afterEach, expect, test, vi } from "vitest";
import { ApiError, api, type Hindrance } from "@/api";
import { loadThread, setFollowing } from "./actions";
import { type KnownThread, threads } from "./model";

const hindered = (hindrance: Hindrance, status = 0): ApiError => new ApiError(hindrance, "", status, "");
const isFollowed = (): boolean | undefined => threads.get().threads.r?.is_following;

afterEach(() => {
  vi.restoreAllMocks();
  threads.reset();
});

test("a thread of which the server tells nothing is not followed; without a network that is not known", async () => {
  threads.set({ threads: { r: { id: "r", is_following: true } as KnownThread } });
  const asked = vi.spyOn(api, "thread").mockRejectedValue(hindered("offline"));
  await expect(loadThread("t", "r")).rejects.toMatchObject({ hindrance: "offline" });
  expect(isFollowed()).toBe(true);
  asked.mockRejectedValue(hindered("refused", 404));
  await loadThread("t", "r");
  expect(isFollowed()).toBe(false);
});

test("who follows a thread does so also where its state could not be asked for", async () => {
  vi.spyOn(api, "followThread").mockResolvedValue({ status: "OK" });
  vi.spyOn(api, "thread").mockRejectedValue(hindered("offline"));
  await expect(setFollowing("t", "r", true)).resolves.toBeUndefined();
});
