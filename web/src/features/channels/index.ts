export {
  archiveChannel,
  createChannel,
  describeChannel,
  joinChannel,
  leaveChannel,
  loadCategories,
  loadChannel,
  loadChannels,
  openConversation,
  renameChannel,
  restoreChannel,
  setMuted,
  view,
  visitByName,
} from "./actions";
export { type Arranged, arrange } from "./arrange";
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
export { channelAddress, channelName, useChannelName } from "./names";
