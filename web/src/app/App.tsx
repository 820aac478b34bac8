import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from "react";
import { EntryScreen, SetupScreen } from "@/features/entry";
import { loadTexts, translate, withTexts } from "@/i18n";
import { basePath } from "@/lib/base";
import { cookie } from "@/lib/cookies";
import { addresses } from "@/lib/routes";

/** All that needs a session, apart from the door, which has to be there first. */
const Workspace = lazy(async () => {
  const workspace = await withTexts("workspace", import("./Workspace"));
  return { default: workspace.Workspace };
});

/** What the tabs of a browser tell each other of its one session. */
type Told = "signed in" | "signed out" | "expired" | "deactivated";

function tellTabs(told: Told): void {
  const tabs = new BroadcastChannel(`wardroom${basePath}`);
  tabs.postMessage(told);
  tabs.close();
}

/** An address of this site below its sub-path; what leads elsewhere leads to the beginning. */
function ownAddress(address: string): string {
  const url = `${basePath}${address}`;
  const isOwn = address.startsWith("/") && URL.parse(url, location.href)?.origin === location.origin;
  return isOwn ? url : `${basePath}${addresses.root}`;
}

/** The whole client. */
export function App(): ReactNode {
  const [user, setUser] = useState(() => cookie("MMUSERID"));
  const [place, setPlace] = useState(location.pathname);
  /** Whether their session has ended, which they may take up again. */
  const [isExpired, setIsExpired] = useState(false);
  /** Whether their account turned out to be deactivated. */
  const [isInactive, setIsInactive] = useState(false);
  /** Whether somebody has been behind the door in this page. */
  const [wasIn, setWasIn] = useState(user !== undefined);

  /** Whether the words of the door are there. A page that began behind it has them when somebody has to leave. */
  const [hasWords, setHasWords] = useState(user === undefined);

  /** Who comes in after somebody else finds a page that knows nothing of them. */
  const enter = useCallback(() => {
    if (wasIn) {
      location.reload();
      return;
    }
    setWasIn(true);
    setUser(cookie("MMUSERID"));
  }, [wasIn]);

  const handleLeave = useCallback((told?: Told) => {
    setIsInactive(told === "deactivated");
    setIsExpired(false);
    setUser(undefined);
    const show = (): void => setHasWords(true);
    loadTexts("entry").then(show, show);
  }, []);

  useEffect(() => {
    const tabs = new BroadcastChannel(`wardroom${basePath}`);
    tabs.onmessage = ({ data: told }: MessageEvent<Told>) => {
      if (told === "signed in") {
        if (user === undefined) enter();
        else if (user === cookie("MMUSERID")) setIsExpired(false);
        else location.reload();
      } else if (told === "expired") setIsExpired(user !== undefined);
      else if (user === undefined) return;
      else if (told === "deactivated") handleLeave(told);
      else location.reload();
    };
    return () => tabs.close();
  }, [user, enter, handleLeave]);

  const handleExpired = useCallback(() => {
    tellTabs("expired");
    setIsExpired(true);
  }, []);
  const handleBack = useCallback(() => {
    tellTabs("signed in");
    setIsExpired(false);
  }, []);
  const handleInactive = useCallback(() => {
    tellTabs("deactivated");
    handleLeave("deactivated");
  }, [handleLeave]);

  function handleSignedOut(): void {
    tellTabs("signed out");
    location.reload();
  }

  function handleSignedIn(address?: string): void {
    const to = address ?? new URL(location.href).searchParams.get("redirect_to");
    if (to) history.replaceState(null, "", ownAddress(to));
    // At the end of a first run that was loaded anew somebody is in already, and the address alone changes.
    setPlace(location.pathname);
    if (user !== undefined) return;
    tellTabs("signed in");
    enter();
  }

  const here = new URL(location.href);
  if (user !== undefined && place === `${basePath}${addresses.welcome}`)
    return (
      <Suspense fallback={null}>
        <SetupScreen isSignedIn onDone={handleSignedIn} />
      </Suspense>
    );
  if (user === undefined && !hasWords) return null;
  return user === undefined ? (
    <EntryScreen
      page={here.pathname === `${basePath}${addresses.signUp}` ? "signUp" : "login"}
      invitation={here.searchParams.get("id") ?? undefined}
      refused={isInactive ? translate("entry.deactivated") : undefined}
      onSignedIn={handleSignedIn}
    />
  ) : (
    <Suspense fallback={null}>
      <Workspace
        key={user}
        user={user}
        onSignedOut={handleSignedOut}
        isExpired={isExpired}
        onExpired={handleExpired}
        onBack={handleBack}
        onLeave={handleLeave}
        onInactive={handleInactive}
      />
    </Suspense>
  );
}
