import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { EntryScreen } from "@/features/entry";
import { loadTexts } from "@/i18n";
import { basePath } from "@/lib/base";
import { cookie } from "@/lib/cookies";
import { addresses } from "@/lib/routes";

/** All that needs a session, apart from the door, which has to be there first. */
const Workspace = lazy(async () => {
  const [workspace] = await Promise.all([import("./Workspace"), loadTexts("workspace")]);
  return { default: workspace.Workspace };
});

const SIGNED_OUT = "signed out";

/** The whole client. */
export function App(): ReactNode {
  const [user, setUser] = useState(() => cookie("MMUSERID"));

  useEffect(() => {
    const tabs = new BroadcastChannel(`wardroom${basePath}`);
    tabs.onmessage = (message: MessageEvent<string>) => {
      if (message.data === SIGNED_OUT) setUser(undefined);
    };
    return () => tabs.close();
  }, []);

  function handleSignedOut(): void {
    const tabs = new BroadcastChannel(`wardroom${basePath}`);
    tabs.postMessage(SIGNED_OUT);
    tabs.close();
    setUser(undefined);
  }

  const here = new URL(location.href);
  return user === undefined ? (
    <EntryScreen
      page={here.pathname === `${basePath}${addresses.signUp}` ? "signUp" : "login"}
      invitation={here.searchParams.get("id") ?? undefined}
      onSignedIn={() => setUser(cookie("MMUSERID"))}
    />
  ) : (
    <Suspense fallback={null}>
      <Workspace key={user} user={user} onSignedOut={handleSignedOut} />
    </Suspense>
  );
}
