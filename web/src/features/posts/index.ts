export {
  discardMessage,
  doubtPosts,
  expectOpening,
  learnPosts,
  loadPosts,
  markUnread,
  type NewMessage,
  needPost,
  openNewest,
  openPosts,
  openThreadPosts,
  readNewer,
  readOlder,
  retryMessage,
  sendMessage,
  showKept,
} from "./actions";
export { openAround } from "./around";
export {
  deleteMessage,
  type Edit,
  type Reacting,
  reacting,
  sendEdit,
  sendReaction,
  setPinned,
  showEdit,
  showReaction,
  takeBackEdit,
} from "./changes";
export { events } from "./events";
export {
  isByBot,
  isPending,
  ownNameOf,
  type PostsState,
  posts,
  rowKey,
  type Sending,
  type Stretch,
} from "./model";
export { loadPinned, pinnedIn } from "./pinned";
export { usePosts } from "./usePosts";
