export {
  loadMoreThreads,
  loadThread,
  loadThreads,
  loadThreadTotals,
  readAllThreads,
  readThread,
  setFollowing,
} from "./actions";
export { events } from "./events";
export { type KnownThread, type ThreadsState, threads } from "./model";
