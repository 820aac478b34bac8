export {
  closePane,
  follows,
  lightUp,
  openThread,
  teamOf,
  toggleFollowing,
  togglePinnedPane,
} from "./actions";
export { events } from "./events";
export { MessageRow } from "./MessageRow";
export { type MessagesState, messages, type Pane, withReadAgain } from "./model";
export { type Row, rowsOf } from "./rows";
export { MessageSurroundings } from "./Surroundings";
export { SystemRow } from "./SystemRow";
export { spoken } from "./spoken";
export { dayKey, dayOf, momentOf, timeIn, timeOf } from "./times";
export { useMessageKeys } from "./useMessageKeys";
