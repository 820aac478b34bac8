import "./workspace.css";
import { type ReactNode, useEffect } from "react";
import { Redirect, Route, Router, Switch } from "wouter";
import { onSessionExpired } from "@/api";
import { AdminScreen } from "@/features/admin";
import {
  channelByName,
  channels,
  loadCategories,
  loadChannel,
  teammateOf,
  visitByName,
} from "@/features/channels";
import { Conversation } from "@/features/conversation";
import { Keyboard } from "@/features/keyboard";
import { people } from "@/features/people";
import { isAdministrator, session, signOut } from "@/features/session";
import { followAppearance, SettingsScreen } from "@/features/settings";
import { Sidebar } from "@/features/sidebar";
import { createTeam, sortedTeams, teamByName, teams } from "@/features/teams";
import { loadThreadTotals } from "@/features/threads";
import { useT } from "@/i18n";
import { basePath } from "@/lib/base";
import { eraseLocalStore } from "@/lib/localStore";
import { addresses, patterns } from "@/lib/routes";
import { resetSlices } from "@/lib/slice";
import { clearOutbox } from "@/sync";
import { Announcer } from "@/ui/announcer/Announcer";
import { Banner } from "@/ui/banner/Banner";
import { DialogHost } from "@/ui/dialog/DialogHost";
import { ToastRegion } from "@/ui/toast/ToastRegion";
import { Tooltips } from "@/ui/tooltip/Tooltips";
import { CreateTeam } from "./CreateTeam";
import { goLive } from "./live";

interface WorkspaceProps {
  user: string;
  /** The session has ended, here or on the server. */
  onSignedOut: () => void;
}

/** Everything behind the door. */
export function Workspace({ user, onSignedOut }: WorkspaceProps): ReactNode {
  const all = teams.use((state) => state.teams);
  const last = teams.use((state) => state.last);
  const isKnown = session.use((state) => state.me !== undefined);
  const isAdmin = session.use(isAdministrator);

  useEffect(() => {
    onSessionExpired(onSignedOut);
    const going = goLive(user);
    const unfollow = followAppearance();
    return () => {
      unfollow();
      void going.then((stop) => stop());
    };
  }, [user, onSignedOut]);

  async function handleSignOut(): Promise<void> {
    await signOut();
    await eraseLocalStore(user);
    clearOutbox();
    resetSlices();
    onSignedOut();
  }

  if (!isKnown) return null;
  const mine = sortedTeams(all);
  const first = all[last] ?? mine[0];
  return (
    <Router base={basePath}>
      <Tooltips />
      <ToastRegion />
      <Announcer />
      <Keyboard />
      <DialogHost />
      <Switch>
        <Route path={patterns.settings}>{({ section }) => <SettingsScreen section={section} />}</Route>
        {isAdmin && <Route path={patterns.admin}>{(params) => <AdminScreen section={params["*"]} />}</Route>}
        <Route path={patterns.channel}>
          {({ team, channel }) => <TeamScreen team={team} channel={channel} onSignOut={handleSignOut} />}
        </Route>
        <Route path={patterns.messages}>
          {({ team, name }) => <TeamScreen team={team} channel={name} onSignOut={handleSignOut} />}
        </Route>
        <Route>
          {first ? (
            <Redirect to={addresses.channel(first.name, "town-square")} replace />
          ) : (
            <CreateTeam onCreate={createTeam} />
          )}
        </Route>
      </Switch>
    </Router>
  );
}

interface TeamScreenProps {
  team: string;
  /** The channel's name or id, or `@username`. */
  channel: string;
  onSignOut: () => void;
}

/** A team with one of its channels open. */
function TeamScreen({ team: teamName, channel: name, onSignOut }: TeamScreenProps): ReactNode {
  const t = useT();
  const team = teams.use((state) => teamByName(state, teamName));
  const users = people.use((state) => state.users);
  const id = channels.use((state) => {
    if (!team) return undefined;
    if (state.channels[name]) return name;
    if (!name.startsWith("@")) return channelByName(state, team.id, name)?.id;
    return Object.values(state.channels).find(
      (one) => one.type === "D" && users[teammateOf(one)]?.username === name.slice(1),
    )?.id;
  });
  const isLost = session.use((state) => state.lostAt > 0);

  useEffect(() => {
    if (!team) return;
    teams.set({ last: team.id });
    if (id !== undefined || name.startsWith("@")) return;
    // What cannot be opened shows nothing; the sidebar is there to go elsewhere.
    visitByName(team.name, name).catch(() => loadChannel(name).catch(() => {}));
  }, [team, id, name]);

  const teamId = team?.id;
  const isArranged = channels.use((state) => teamId !== undefined && state.categories[teamId] !== undefined);
  useEffect(() => {
    if (teamId === undefined || isArranged) return;
    // A team that I have just come into. Until it is known the sidebar shows the arrangement of who has none.
    loadCategories(teamId).catch(() => {});
    loadThreadTotals(teamId).catch(() => {});
  }, [teamId, isArranged]);

  if (!team) return null;
  return (
    <div className="desk">
      <Sidebar team={team} onSignOut={onSignOut} />
      <div className="desk-main">
        {isLost && <Banner kind="lamp">{t("common.offline")}</Banner>}
        {id !== undefined && <Conversation key={id} id={id} />}
      </div>
    </div>
  );
}
