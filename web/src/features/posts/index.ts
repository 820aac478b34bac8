export {
  deleteMessage,
  discardMessage,
  doubtPosts,
  editMessage,
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
  toggleReaction,
} from "./actions";
export { openAround } from "./around";
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
