export { Markdown, Picture } from "./Markdown";
export { nowhere, type Surroundings, SurroundingsContext } from "./surroundings";
