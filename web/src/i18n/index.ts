export { explain } from "./explain";
export { InLanguage } from "./InLanguage";
export type { MessageId } from "./ids";
export {
  beginInWorkspace,
  currentLanguage,
  currentLocale,
  type Language,
  languages,
  loadTexts,
  setLanguage,
  startLanguage,
  withTexts,
} from "./language";
export { Rich } from "./Rich";
export { type MessageValues, type Translate, translate, useT } from "./translate";
