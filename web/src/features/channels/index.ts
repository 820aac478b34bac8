export {
  archiveChannel,
  closeConversation,
  createChannel,
  describeChannel,
  joinChannel,
  leaveChannel,
  loadCategories,
  loadChannel,
  loadChannels,
  loadMemberCount,
  markAllRead,
  openConversation,
  renameChannel,
  restoreChannel,
  setMuted,
  setNotify,
  view,
  visitByName,
} from "./actions";
export { type Arranged, arrange } from "./arrange";
export { categoryOf, reordered } from "./categories";
export {
  changeCategory,
  createCategory,
  deleteCategory,
  moveCategory,
  moveChannel,
} from "./categoryActions";
export { isClosed, mostDirectShown } from "./closed";
export { events } from "./events";
export {
  type ChannelsState,
  channelByName,
  channels,
  isComingOrGoing,
  isDirect,
  isGroup,
  isPersonal,
  rolesInChannel,
  teammateOf,
  type Unread,
  unreadIn,
  unreadOf,
  useMayInChannel,
} from "./model";
export { categoryName, channelAddress, channelName, useChannelName } from "./names";
