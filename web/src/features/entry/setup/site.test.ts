import { expect, test } from "vitest";
import { isSiteName, lockedSite, patchOf, plainAddress } from "./site";

test("an address is http or https, and is kept without a slash at its end", () => {
  expect(plainAddress(" https://chat.example.org/team/ ")).toBe("https://chat.example.org/team");
  expect(plainAddress("http://10.0.0.7:8065")).toBe("http://10.0.0.7:8065");
  for (const text of [
    "chat.example.org",
    "ftp://x",
    "https://",
    "https://a b",
    "https://x/?q=1",
    "javascript:1",
  ])
    expect(plainAddress(text), text).toBeUndefined();
});

test("a name has 1 to 30 characters", () => {
  expect(["Nordlinje", "n", "🌲".repeat(30)].every(isSiteName)).toBe(true);
  expect(["", "  ", "n".repeat(31)].some(isSiteName)).toBe(false);
});

test("what the environment decides is shown as such and never sent", () => {
  const locked = lockedSite({ TeamSettings: { EnableOpenServer: true }, ServiceSettings: {} });
  expect(locked).toEqual({ name: false, address: false, isOpen: true });
  expect(patchOf({ name: " Nordlinje ", address: "https://x.example", isOpen: true }, locked)).toEqual({
    TeamSettings: { SiteName: "Nordlinje" },
    ServiceSettings: { SiteURL: "https://x.example" },
  });
});
