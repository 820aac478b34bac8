export { ChannelHead } from "./ChannelHead";
export { ChannelsItems } from "./ChannelsItems";
export { ChannelMenu, showBrowseChannels, showCreateChannel, showNewConversation } from "./show";
