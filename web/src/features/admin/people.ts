import { administration, type User } from "@/api";

const ADMINISTRATOR = "system_admin";

export function isAdministrator(user: Pick<User, "roles">): boolean {
  return user.roles.split(" ").includes(ADMINISTRATOR);
}

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

export function fullName(user: User): string {
  return `${user.first_name} ${user.last_name}`.trim() || user.nickname || user.username;
}
