import { createElement, lazy, type ReactNode, Suspense } from "react";
import { withTexts } from "@/i18n";
import type { DraftsScreen as Drafts } from "./DraftsScreen";
import type { PermalinkScreen as Permalink } from "./PermalinkScreen";
import type { SavedScreen as Saved } from "./SavedScreen";
import type { ThreadsScreen as Threads } from "./ThreadsScreen";

export { Conversation } from "./Conversation";

const LazyDrafts = lazy(async () => ({
  default: (await withTexts("reading", import("./DraftsScreen"))).DraftsScreen,
}));
const LazyPermalink = lazy(async () => ({
  default: (await withTexts("reading", import("./PermalinkScreen"))).PermalinkScreen,
}));
const LazySaved = lazy(async () => ({
  default: (await withTexts("reading", import("./SavedScreen"))).SavedScreen,
}));
const LazyThreads = lazy(async () => ({
  default: (await withTexts("reading", import("./ThreadsScreen"))).ThreadsScreen,
}));

const later = (screen: ReactNode): ReactNode => createElement(Suspense, { fallback: null }, screen);

export const DraftsScreen = (props: Parameters<typeof Drafts>[0]) => later(createElement(LazyDrafts, props));
export const PermalinkScreen = (props: Parameters<typeof Permalink>[0]) =>
  later(createElement(LazyPermalink, props));
export const SavedScreen = (props: Parameters<typeof Saved>[0]) => later(createElement(LazySaved, props));
export const ThreadsScreen = (props: Parameters<typeof Threads>[0]) =>
  later(createElement(LazyThreads, props));
