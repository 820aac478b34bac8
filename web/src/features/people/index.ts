export {
  learn,
  loadUsers,
  needPresence,
  needUsers,
  recallUsers,
  refreshPresence,
  refreshUsers,
} from "./actions";
export { onCard, type ShownCard, showCard, shownCard } from "./cards";
export { type CustomStatus, customStatusOf, recentStatusesOf } from "./customStatus";
export { events } from "./events";
export { Face } from "./Face";
export { displayName, type NameFormat, type PeopleState, type Presence, people, toPresence } from "./model";
export { nameFormatNow, nameOf, useName, useNameFormat } from "./names";
export { Person } from "./Person";
export { useCustomStatus } from "./useCustomStatus";
