export {
  doubtMemberCounts,
  forgetView,
  joinChannel,
  loadCategories,
  loadChannel,
  loadChannels,
  loadMemberCount,
  markAllRead,
  openConversation,
  settleView,
  view,
  visit,
  watchEnd,
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
export { isClosed, mostDirectShown, shownBy } from "./closed";
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
  useRolesInChannel,
  withChannel,
  withMember,
  withoutChannel,
} from "./model";
export { categoryName, channelAddress, channelName, useChannelName } from "./names";
