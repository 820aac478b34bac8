import { api, type Categories, type Category } from "@/api";
import { myId } from "@/features/session";
import { moved, reordered, withCategories } from "./categories";
import { channels } from "./model";

let last: Promise<unknown> = Promise.resolve();

/** Writes about the arrangement go out one after the other, so that the last one wins on the server too. */
function inOrder<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  const next = last.then(work, work);
  last = next.catch(() => {});
  return next;
}

function setArrangement(team: string, change: (all: Categories) => Categories): void {
  channels.set((state) => {
    const known = state.categories[team];
    return known ? { categories: { ...state.categories, [team]: change(known) } } : {};
  });
}

/** Changes categories at once; if the server refuses they are as before, and the error tells why. */
async function save(team: string, choose: (all: Categories) => Category[]): Promise<void> {
  const before = channels.get().categories[team];
  const changed = before ? choose(before) : [];
  if (!before || changed.length === 0) return;
  const ids = new Set(changed.map((one) => one.id));
  setArrangement(team, (all) => withCategories(all, changed));
  try {
    await inOrder(() => api.saveCategories(myId(), team, changed));
  } catch (error) {
    const old = before.categories.filter((one) => ids.has(one.id));
    setArrangement(team, (all) => withCategories(all, old));
    throw error;
  }
}

/** Puts a channel into a category: at its start, or where `shown`, the category's order from then on, has it. */
export function moveChannel(
  team: string,
  channel: string,
  category: string,
  shown?: string[],
): Promise<void> {
  return save(team, (all) => moved(all, channel, category, shown));
}

/** Changes the name, the sorting, or whether a category is collapsed or muted. */
export function changeCategory(
  team: string,
  id: string,
  change: Partial<Pick<Category, "display_name" | "sorting" | "collapsed" | "muted">>,
): Promise<void> {
  return save(team, (all) =>
    all.categories.filter((one) => one.id === id).map((one) => ({ ...one, ...change })),
  );
}

/** Moves a category before another, or to the end. */
export async function moveCategory(team: string, id: string, before: string | undefined): Promise<void> {
  const known = channels.get().categories[team];
  if (!known) return;
  const order = reordered(known.order, id, before);
  setArrangement(team, (all) => ({ ...all, order }));
  try {
    await inOrder(() => api.orderCategories(myId(), team, order));
  } catch (error) {
    setArrangement(team, (all) => (all.order === order ? { ...all, order: known.order } : all));
    throw error;
  }
}

/** Makes a category, with a channel in it if one is given. */
export async function createCategory(team: string, name: string, channel?: string): Promise<void> {
  const user = myId();
  await inOrder(() =>
    api.createCategory(user, team, {
      user_id: user,
      team_id: team,
      display_name: name,
      type: "custom",
      channel_ids: channel === undefined ? [] : [channel],
    }),
  );
  const found = await api.categories(user, team);
  setArrangement(team, () => found);
}

/** Removes a category; its channels go back to where their kind belongs. */
export async function deleteCategory(team: string, id: string): Promise<void> {
  const known = channels.get().categories[team];
  const at = known?.categories.findIndex((one) => one.id === id) ?? -1;
  const gone = known?.categories[at];
  if (!gone) return;
  const order = known.order.filter((one) => one !== id);
  setArrangement(team, (all) => ({ categories: all.categories.filter((one) => one.id !== id), order }));
  try {
    await inOrder(() => api.deleteCategory(myId(), team, id));
  } catch (error) {
    setArrangement(team, (all) => ({
      categories: all.categories.toSpliced(at, 0, gone),
      order: all.order === order ? known.order : all.order,
    }));
    throw error;
  }
}
