export { TeamMenu } from "./TeamMenu";
export { TeamRail } from "./TeamRail";
