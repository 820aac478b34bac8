export {
  deleteMessage,
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
  setPinned,
  showKept,
} from "./actions";
export { openAround } from "./around";
export {
  type Edit,
  type Reacting,
  reacting,
  sendEdit,
  sendReaction,
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
export { usePosts } from "./usePosts";
