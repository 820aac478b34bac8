import "./admin.css";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { isAdministrator, session } from "@/features/session";
import { useT } from "@/i18n";
import { goUp, leave } from "@/lib/backStack";
import { addresses } from "@/lib/routes";
import { siteName } from "@/lib/site";
import { EmptyState } from "@/ui/empty/EmptyState";
import { Icon, type IconName } from "@/ui/icon/Icon";
import { useNarrow } from "@/ui/narrow/useNarrow";
import { Pages } from "@/ui/pages/Pages";
import { ConfigurationPage } from "./ConfigurationPage";
import { PeoplePage } from "./PeoplePage";

interface Page {
  id: "people" | "configuration";
  icon: IconName;
  view: () => ReactNode;
}

const pages: readonly Page[] = [
  { id: "people", icon: "people", view: PeoplePage },
  { id: "configuration", icon: "settings", view: ConfigurationPage },
];

/** The administration: people, and the configuration of the server. */
export function AdminScreen({ section }: { section?: string | undefined }) {
  const t = useT();
  const may = session.use((state) => isAdministrator(state.me));
  const site = session.use((state) => siteName(state.config.SiteName));
  const found = pages.find((page) => page.id === section);
  const shown = found ?? pages[0];
  // Where the names are a page of their own, none of them is shown.
  const current = useNarrow() ? found : shown;
  if (!may || !shown) {
    return (
      <main>
        <EmptyState isPage picture="lock" title={t("admin.closed")}>
          {t("admin.closed.why")}
        </EmptyState>
      </main>
    );
  }
  const View = shown.view;
  return (
    <Pages
      title={t("admin.title")}
      aside={site && <span className="mute small cut">{site}</span>}
      names={pages.map((page) => (
        <Link
          key={page.id}
          href={addresses.admin(page.id)}
          aria-current={page === current ? "page" : undefined}
        >
          <Icon name={page.icon} />
          {t(`admin.${page.id}`)}
        </Link>
      ))}
      heading={t(`admin.${shown.id}`)}
      page={shown.id}
      isOpen={found !== undefined}
      wide
      back={{ label: t("admin.back"), onBack: () => goUp(addresses.admin()) }}
      leave={{ label: t("admin.leave"), onLeave: () => leave(addresses.admin()) }}
    >
      <View />
    </Pages>
  );
}
