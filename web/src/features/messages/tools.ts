// What comes with the first message that is pointed at.
export { MessageMenu } from "./MessageMenu";
export { MessageTools } from "./MessageTools";
