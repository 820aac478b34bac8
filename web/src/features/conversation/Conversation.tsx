import "./conversation.css";
import {
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { ChannelHead } from "@/features/channelDialogs";
import { channels, useChannelName } from "@/features/channels";
import { Composer } from "@/features/composer";
import { useShortcut } from "@/features/keyboard";
import {
  closePane,
  MessageSurroundings,
  messages,
  openThread,
  type Pane,
  rowsOf,
  togglePinnedPane,
  useMessageKeys,
} from "@/features/messages";
import { openNewest, openPosts, posts, readNewer, readOlder, rowKey, usePosts } from "@/features/posts";
import { session } from "@/features/session";
import { useT, withTexts } from "@/i18n";
import { Boundary } from "@/ui/boundary/Boundary";
import { Later } from "@/ui/boundary/Later";
import { IconButton } from "@/ui/button/IconButton";
import { type ListHandle, MessageList } from "./MessageList";
import { useAnnouncedMessages } from "./useAnnouncedMessages";
import { useOwnSent } from "./useOwnSent";
import { newIn, useReading } from "./useReading";
import type { Place } from "./window";

interface ConversationProps {
  id: string;
}

const ThreadPane = lazy(async () => ({ default: (await import("./ThreadPane")).ThreadPane }));
const Beginning = lazy(async () => ({
  default: (await withTexts("reading", import("./Beginning"))).Beginning,
}));
const NewBar = lazy(async () => ({ default: (await import("./Markers")).NewBar }));
const JumpToLatest = lazy(async () => ({ default: (await import("./Markers")).JumpToLatest }));
const JumpToDate = lazy(async () => ({
  default: (await withTexts("reading", import("./JumpToDate"))).JumpToDate,
}));
const PinnedPane = lazy(async () => ({
  default: (await withTexts("reading", import("./PinnedPane"))).PinnedPane,
}));

const NONE: string[] = [];

/** Where each channel was left, while the page lives. */
const places = new Map<string, Place>();

/**
 * A channel with its messages and where to write, and beside it a thread or what is pinned. Its head and its composer
 * stay on the page when another channel is opened; only the messages are made anew.
 */
export function Conversation({ id }: ConversationProps): ReactNode {
  const pane = messages.use((state) => state.pane);
  useMessageKeys();

  // Before anything is painted, so that the sidebar goes along in the same frame and what follows of it is drawn once.
  useLayoutEffect(() => channels.set({ open: id }), [id]);
  useEffect(() => {
    // Without an answer the kept page stays; the next connection asks again.
    openPosts(id).catch(() => {});
    return closePane;
  }, [id]);
  useEffect(() => () => channels.set({ open: "" }), []);

  return (
    <MessageSurroundings>
      <div className="panes" data-pane={pane ? "aside" : "main"}>
        <ChannelPane id={id} />
        <Boundary key={pane?.kind === "thread" ? pane.root : pane?.kind}>
          <Suspense fallback={null}>
            {pane?.kind === "thread" && <ThreadPane root={pane.root} onClose={closePane} />}
            {pane?.kind === "pinned" && <PinnedPane channelId={id} onClose={closePane} />}
          </Suspense>
        </Boundary>
      </div>
    </MessageSurroundings>
  );
}

function ChannelPane({ id }: ConversationProps): ReactNode {
  const t = useT();
  const name = useChannelName(id);
  const isKnown = channels.use((state) => state.channels[id] !== undefined);
  const hasPinned = messages.use((state) => state.pane?.kind === "pinned");
  if (!isKnown) return null;
  return (
    <main className="conversation" aria-label={name}>
      <ChannelHead id={id}>
        <IconButton icon="pin" label={t("messages.pinned")} pressed={hasPinned} onClick={togglePinnedPane} />
      </ChannelHead>
      <Boundary key={id}>
        <ChannelMessages id={id} name={name} />
      </Boundary>
      <Composer channelId={id} />
    </main>
  );
}

interface ChannelMessagesProps extends ConversationProps {
  name: string;
}

function ChannelMessages({ id, name }: ChannelMessagesProps): ReactNode {
  const t = useT();
  const stretch = posts.use((state) => state.stretches[id]);
  const isLoading = posts.use((state) => state.loading[id] === true || state.stretches[id] === undefined);
  const me = session.use((state) => state.me?.id ?? "");
  const target = messages.use((state) => state.target);
  const ids = stretch?.ids ?? NONE;
  const listed = usePosts(ids);
  const list = useRef<ListHandle>(null);
  const [day, setDay] = useState<{ line: Element; at: number }>();
  const showDays = useCallback((line: Element, at: number) => setDay({ line, at }), []);
  // What is unread is read from its beginning, wherever the channel was left.
  const [left] = useState(() => (newIn(channels.get(), id) > 0 ? undefined : places.get(id)));
  const [place, setPlace] = useState<Place>(left ?? "end");
  const isAtEnd = place === "end" && !stretch?.hasNewer;
  const isCurrent = session.use((state) => state.isCurrent);
  /** Whether the messages that are here are those that the server has. */
  const isTrue = posts.use(
    (state) => isCurrent && state.stretches[id] !== undefined && !state.stale[id] && !state.loading[id],
  );
  // Before the list stands where it begins, nothing of what is unread has been seen.
  const [isWhole, setIsWhole] = useState(isTrue && newIn(channels.get(), id) === 0);
  if (isWhole && !isTrue) setIsWhole(false);
  const reading = useReading(id, isAtEnd, isWhole);
  const rows = useMemo(
    () => rowsOf(listed, { me, newSince: reading.newSince }),
    [listed, me, reading.newSince],
  );
  // What is counted as unread may be gone again: then there is no line.
  const isWithoutLine = !rows.some((row) => row.key === "new");
  const [start] = useState<Place>(
    () => left ?? (reading.newSince === undefined ? "end" : { key: "new", top: 96 }),
  );
  useAnnouncedMessages(ids, isAtEnd);

  const hasMissed = reading.newSince !== undefined && reading.count > 0;
  const wasAway = useRef(false);
  /** The pane that was open last, for who opens it again. */
  const last = useRef<Pane>(undefined);
  useEffect(() => {
    if (!isCurrent) wasAway.current = true;
    if (!isTrue || isWhole) return;
    // What has come meanwhile is read from its beginning, as in a channel that is opened.
    if (wasAway.current && isAtEnd && hasMissed) list.current?.toRow("new");
    if (isAtEnd && isWithoutLine) list.current?.toEnd();
    wasAway.current = false;
    setIsWhole(true);
  }, [isCurrent, isTrue, isWhole, isAtEnd, hasMissed, isWithoutLine]);

  const targetPost = posts.use((state) => state.posts[target]);
  const targetKey = targetPost && ids.includes(target) ? rowKey(targetPost) : undefined;
  useEffect(() => {
    // A link to a reply opens its thread.
    const post = posts.get().posts[target];
    if (post && post.channel_id === id && post.root_id !== "") openThread(post);
  }, [id, target]);
  useEffect(() => {
    if (targetKey !== undefined) list.current?.toRow(targetKey);
  }, [targetKey]);

  function handleMove(next: Place): void {
    places.set(id, next);
    setPlace((before) => (before === "end" && next === "end" ? before : next));
  }

  async function toLatest(): Promise<void> {
    // If it fails the list stays where it is.
    if (stretch?.hasNewer) await openNewest(id).catch(() => {});
    list.current?.toEnd();
  }

  useOwnSent("stretches", id, () => void toLatest());

  const isInList = (): boolean => document.activeElement?.closest("main [data-messages]") !== null;
  useShortcut("newest", () => {
    if (!isInList()) return false;
    void toLatest();
    return true;
  });
  useShortcut("oldest", () => {
    if (!isInList()) return false;
    list.current?.toStart();
    return true;
  });
  useShortcut("togglePane", () => {
    const { pane } = messages.get();
    if (pane) last.current = pane;
    if (!last.current) return false;
    messages.set({ pane: pane ? undefined : last.current });
    return undefined;
  });
  useShortcut("leavePane", () => {
    const active = document.activeElement;
    const { pane } = messages.get();
    if (pane && (active?.closest(".pane") || active === document.body)) {
      last.current = pane;
      closePane();
      const row =
        pane.kind === "thread" ? `main [data-post="${pane.root}"]` : "main [data-post][tabindex='0']";
      document.querySelector<HTMLElement>(row)?.focus();
      return true;
    }
    // The channel itself is marked read by whoever handles that key; here the line goes with it.
    if (reading.newSince !== undefined) reading.markRead();
    return false;
  });

  return (
    <div className="conversation-body">
      <Later>
        {reading.newSince !== undefined && reading.count > 0 && !isAtEnd && (
          <NewBar
            count={reading.count}
            since={reading.newSince}
            onJump={() => list.current?.toRow("new")}
            onRead={reading.markRead}
          />
        )}
      </Later>
      <MessageList
        rows={rows}
        label={t("messages.list", { channel: name })}
        start={start}
        isLoading={isLoading}
        hasOlder={stretch?.hasOlder ?? true}
        hasNewer={stretch?.hasNewer ?? false}
        intro={
          <Later>
            <Beginning id={id} name={name} />
          </Later>
        }
        handle={list}
        // If one fails, scrolling asks again.
        onOlder={() => readOlder(id).catch(() => {})}
        onNewer={() => readNewer(id).catch(() => {})}
        onDay={showDays}
        onMove={handleMove}
      />
      <Later>
        {day && <JumpToDate channelId={id} anchor={day.line} at={day.at} onClose={() => setDay(undefined)} />}
        {!isAtEnd && ids.length > 0 && <JumpToLatest count={reading.count} onJump={() => void toLatest()} />}
      </Later>
    </div>
  );
}
