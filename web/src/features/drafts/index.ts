export { keepDraft, shareDrafts } from "./actions";
export {
  type Draft,
  draftList,
  draftRow,
  drafts,
  hasDraft,
  type Place,
  placeId,
  textOf,
} from "./model";
