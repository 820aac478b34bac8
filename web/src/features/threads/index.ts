export {
  loadThread,
  loadThreads,
  loadThreadTotals,
  readThread,
  recountThreads,
  setFollowing,
} from "./actions";
export { events } from "./events";
export { loadMoreThreads, readAllThreads } from "./inbox";
export { type KnownThread, type ThreadsState, threads } from "./model";
