export { Markdown } from "./Markdown";
export { nowhere, type Surroundings, SurroundingsContext } from "./surroundings";
