export { Composer } from "./Composer";
export { MessageEditor } from "./MessageEditor";
export { composer } from "./model";
