import "./workspace.css";
import { lazy, type ReactNode, Suspense, useEffect, useLayoutEffect, useRef } from "react";
import { Redirect, Route, Router, Switch } from "wouter";
import { onSessionExpired } from "@/api";
import { AdminScreen } from "@/features/admin";
import { DraftsScreen, PermalinkScreen, SavedScreen, ThreadsScreen } from "@/features/conversation";
import { loadSignInAgain } from "@/features/entry";
import { Keyboard } from "@/features/keyboard";
import { isAdministrator, session } from "@/features/session";
import { followAppearance, SettingsScreen } from "@/features/settings";
import { sortedTeams, teams } from "@/features/teams";
import { withTexts } from "@/i18n";
import { goOn } from "@/lib/backStack";
import { basePath } from "@/lib/base";
import { addresses, patterns, reservedNames } from "@/lib/routes";
import { afterStart } from "@/lib/start";
import { Announcer } from "@/ui/announcer/Announcer";
import { Later } from "@/ui/boundary/Later";
import { DialogHost } from "@/ui/dialog/DialogHost";
import { attempt } from "@/ui/toast/attempt";
import { ToastRegion } from "@/ui/toast/ToastRegion";
import { goLive } from "./live";
import { Nowhere } from "./Nowhere";
import { ReadingScreen } from "./ReadingScreen";
import { TeamScreen } from "./TeamScreen";

// What one sees once, if at all.
const PersonCards = lazy(async () => {
  const { PersonCards } = await afterStart(() => import("@/features/personCard"));
  return { default: PersonCards };
});
const Tooltips = lazy(async () => {
  const { Tooltips } = await afterStart(() => import("@/ui/tooltip/Tooltips"));
  return { default: Tooltips };
});
const CreateTeam = lazy(async () => {
  const page = await withTexts("setup", import("./CreateTeam"));
  return { default: page.CreateTeam };
});
const JoinTeam = lazy(async () => ({
  default: (await withTexts("entry", import("./JoinTeam"))).JoinTeam,
}));
const SelectTeam = lazy(async () => ({
  default: (await withTexts("entry", import("./SelectTeam"))).SelectTeam,
}));

interface WorkspaceProps {
  user: string;
  /** They have signed out here. */
  onSignedOut: () => void;
  /** Whether the session has ended on the server. */
  isExpired: boolean;
  onExpired: () => void;
  /** They have signed in again. */
  onBack: () => void;
  /** They go to the door. */
  onLeave: () => void;
  /** They go there because their account is deactivated. */
  onInactive: () => void;
}

/** Everything behind the door. */
export function Workspace(props: WorkspaceProps): ReactNode {
  const { user, onSignedOut, isExpired, onExpired, onBack, onLeave, onInactive } = props;
  const live = useRef<ReturnType<typeof goLive>>(undefined);
  const all = teams.use((state) => state.teams);
  const last = teams.use((state) => state.last);
  const isKnown = session.use((state) => state.isReady && state.me !== undefined);
  const isLoaded = teams.use((state) => state.isLoaded);
  const isAdmin = session.use((state) => isAdministrator(state.me));

  useEffect(() => {
    onSessionExpired(onExpired);
    const going = goLive(user);
    live.current = going;
    const unfollow = followAppearance();
    const keeping = afterStart(async () => (await import("./keep")).keepForNext(user)).catch(() => () => {});
    return () => {
      void keeping.then((stop) => stop());
      unfollow();
      going.stop();
    };
  }, [user, onExpired]);

  // What stood in its place goes in the same frame.
  useLayoutEffect(() => {
    if (isKnown) document.querySelector(".frame")?.remove();
  }, [isKnown]);

  useEffect(() => {
    if (!isExpired) return;
    live.current?.pause();
    const { me } = session.get();
    // Who signs in elsewhere, with a service, does that from the door.
    if (!me || !/^(ldap)?$/.test(me.auth_service ?? "")) return onLeave();
    let isOver = false;
    let close = (): void => {};
    loadSignInAgain().then(({ showSignInAgain }) => {
      if (!isOver) close = showSignInAgain({ user: me, onSignedIn: onBack, onLeave, onInactive });
    }, onLeave);
    return () => {
      isOver = true;
      close();
      live.current?.goOn();
    };
  }, [isExpired, onBack, onLeave, onInactive]);

  function handleSignOut(): void {
    attempt(async () => (await import("./signOut")).signOutHere(user, onSignedOut));
  }

  /** A channel, or a message of it that an address names besides. */
  function place(team: string, channel: string, post: string | undefined): ReactNode {
    return post === undefined ? (
      <TeamScreen team={team} channel={channel} onSignOut={handleSignOut} />
    ) : (
      <ReadingScreen team={team} onSignOut={handleSignOut}>
        {() => <PermalinkScreen team={team} post={post} />}
      </ReadingScreen>
    );
  }

  if (!isKnown) return null;
  const mine = sortedTeams(all);
  const first = all[last] ?? mine[0];
  const none = isAdmin ? addresses.createTeam : addresses.selectTeam;
  return (
    <Router base={basePath} aroundNav={goOn}>
      <ToastRegion />
      <Announcer />
      <Keyboard />
      <DialogHost />
      <Later>
        <Tooltips />
      </Later>
      <Later>
        <PersonCards />
      </Later>
      <Switch>
        <Route path={patterns.settings}>{({ section }) => <SettingsScreen section={section} />}</Route>
        {isAdmin && <Route path={patterns.admin}>{(params) => <AdminScreen section={params["*"]} />}</Route>}
        <Route path={patterns.createTeam}>
          <Suspense fallback={null}>
            <CreateTeam />
          </Suspense>
        </Route>
        <Route path={patterns.selectTeam}>
          <Suspense fallback={null}>
            <SelectTeam onSignOut={handleSignOut} />
          </Suspense>
        </Route>
        <Route path={patterns.signUp}>
          <Suspense fallback={null}>
            <JoinTeam />
          </Suspense>
        </Route>
        <Route path={patterns.channel}>{({ team, channel, post }) => place(team, channel, post)}</Route>
        <Route path={patterns.messages}>{({ team, name, post }) => place(team, name, post)}</Route>
        <Route path={patterns.redirect}>
          {({ post }) => <PermalinkScreen team={undefined} post={post} />}
        </Route>
        <Route path={patterns.permalink}>
          {({ team, post }) => (
            <ReadingScreen team={team} onSignOut={handleSignOut}>
              {() => <PermalinkScreen team={team} post={post} />}
            </ReadingScreen>
          )}
        </Route>
        <Route path={patterns.threads}>
          {({ team, thread }) => (
            <ReadingScreen team={team} onSignOut={handleSignOut}>
              {(found) => <ThreadsScreen team={found} open={thread} />}
            </ReadingScreen>
          )}
        </Route>
        <Route path={patterns.saved}>
          {({ team }) => (
            <ReadingScreen team={team} onSignOut={handleSignOut}>
              {() => <SavedScreen team={team} />}
            </ReadingScreen>
          )}
        </Route>
        <Route path={patterns.drafts}>
          {({ team }) => (
            <ReadingScreen team={team} onSignOut={handleSignOut}>
              {(found) => <DraftsScreen team={found} />}
            </ReadingScreen>
          )}
        </Route>
        {/* A redirection goes where it leads when it is mounted: one that follows another needs a key of its own. */}
        <Route path={patterns.root}>
          {first ? (
            <Redirect to={addresses.team(first.name)} replace />
          ) : (
            isLoaded && <Redirect to={none} replace />
          )}
        </Route>
        <Route path={patterns.team}>
          {({ team }) =>
            // Signed in, one has no business at the door.
            reservedNames.has(team) ? (
              <Redirect key="root" to={addresses.root} replace />
            ) : (
              <TeamScreen team={team} onSignOut={handleSignOut} />
            )
          }
        </Route>
        <Route path={patterns.others}>
          {({ team, "*": rest }) =>
            reservedNames.has(team) ? (
              <Redirect key="root" to={addresses.root} replace />
            ) : (
              <ReadingScreen team={team} onSignOut={handleSignOut}>
                {() => <Nowhere page={rest} />}
              </ReadingScreen>
            )
          }
        </Route>
      </Switch>
    </Router>
  );
}
