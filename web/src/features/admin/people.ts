import { administration, type User } from "@/api";
import { displayName } from "@/features/people";
import { ADMINISTRATOR, isAdministrator } from "@/features/session";

/** Someone's roles with or without that of administrators; all others stay. */
export function rolesWith(roles: string, administrator: boolean): string {
  const others = roles.split(" ").filter((role) => role !== "" && role !== ADMINISTRATOR);
  return [...others, ...(administrator ? [ADMINISTRATOR] : [])].join(" ");
}

/** Which people are wished for. */
export interface Wish {
  term: string;
  show: "all" | "administrators" | "deactivated";
}

/** How many are shown at a time. */
export const PAGE = 50;

/** Finds people: by what is typed, else page by page. */
export async function findPeople(wish: Wish, page: number): Promise<User[]> {
  const term = wish.term.trim();
  if (term !== "") {
    const found = await administration.searchUsers({ term, allow_inactive: true, limit: 100 });
    return found.filter(
      (user) =>
        wish.show === "all" ||
        (wish.show === "deactivated" ? user.delete_at > 0 : isAdministrator(user) && user.delete_at === 0),
    );
  }
  return administration.users({
    page,
    per_page: PAGE,
    ...(wish.show === "administrators" ? { role: ADMINISTRATOR } : {}),
    ...(wish.show === "deactivated" ? { inactive: true } : {}),
  });
}

/** A name in the table of people, which has the username beneath it, however names are shown elsewhere. */
export function fullName(user: User): string {
  return displayName(user, "full_name");
}
