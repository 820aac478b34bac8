export { ChannelHead } from "./ChannelHead";
export { ChannelMenu, showBrowseChannels, showCreateChannel, showNewConversation } from "./show";
