export {
  loadThread,
  loadThreads,
  loadThreadTotals,
  readThread,
  recountThreads,
  setFollowing,
} from "./actions";
export { events } from "./events";
export { finishThread, finishThreads, loadMoreThreads } from "./inbox";
export { type KnownThread, type ThreadsState, threads } from "./model";
