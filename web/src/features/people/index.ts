export { learn, needPresence, needUsers, refreshPresence } from "./actions";
export { events } from "./events";
export { Face } from "./Face";
export { displayName, type NameFormat, type PeopleState, type Presence, people, toPresence } from "./model";
export { nameFormatNow, nameOf, useName, useNameFormat } from "./names";
export { Person } from "./Person";
