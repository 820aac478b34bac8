import "./settings.css";
import { useState } from "react";
import { Link } from "wouter";
import { useT } from "@/i18n";
import { goUp, leave } from "@/lib/backStack";
import { addresses } from "@/lib/routes";
import { Icon } from "@/ui/icon/Icon";
import { useNarrow } from "@/ui/narrow/useNarrow";
import { Pages } from "@/ui/pages/Pages";
import { AppearanceSection } from "./AppearanceSection";
import { KeyboardSection } from "./KeyboardSection";
import { LanguageSection } from "./LanguageSection";
import { type Section, searchSettings, sectionOf, sections } from "./model";
import { NotificationsSection } from "./NotificationsSection";
import { ProfileSection } from "./ProfileSection";
import { SecuritySection } from "./SecuritySection";
import { SessionsSection } from "./SessionsSection";

const pages = {
  profile: ProfileSection,
  security: SecuritySection,
  sessions: SessionsSection,
  notifications: NotificationsSection,
  appearance: AppearanceSection,
  keyboard: KeyboardSection,
  language: LanguageSection,
};

/** The settings: pages by name, and a search over all that stands on them. */
export function SettingsScreen({ section: wished }: { section?: string | undefined }) {
  const t = useT();
  const [term, setTerm] = useState("");
  const section = sectionOf(wished);
  const shown = section ?? sections[0];
  // Where the names are a page of their own, none of them is shown.
  const current = useNarrow() ? section : shown;
  if (!shown) return null;
  const Page = pages[shown.id];
  return (
    <Pages
      title={t("settings.title")}
      search={{ label: t("settings.search"), term, onTerm: setTerm }}
      names={
        term.trim() === "" ? <Names current={current} /> : <Found term={term} onFollow={() => setTerm("")} />
      }
      heading={t(shown.name)}
      page={shown.id}
      isOpen={section !== undefined && term.trim() === ""}
      back={{ label: t("settings.back"), onBack: () => goUp(addresses.settings()) }}
      leave={{ label: t("settings.leave"), onLeave: () => leave(addresses.settings()) }}
    >
      <Page />
    </Pages>
  );
}

function Names({ current }: { current: Section | undefined }) {
  const t = useT();
  return (["you", "wardroom"] as const).map((group) => (
    <div key={group}>
      <h2>{t(`settings.group.${group}`)}</h2>
      {sections
        .filter((section) => section.group === group)
        .map((section) => (
          <Link
            key={section.id}
            href={addresses.settings(section.id)}
            aria-current={section === current ? "page" : undefined}
          >
            <Icon name={section.icon} />
            {t(section.name)}
          </Link>
        ))}
    </div>
  ));
}

function Found({ term, onFollow }: { term: string; onFollow: () => void }) {
  const t = useT();
  const hits = searchSettings(term, t);
  return (
    <div role="status">
      {hits.length === 0 && <p className="mute small">{t("settings.nothing")}</p>}
      {hits.map(({ section, entry }) => (
        <Link key={section.id + entry} href={addresses.settings(section.id)} onClick={onFollow}>
          <Icon name={section.icon} />
          <span>
            {t(entry)}
            {entry !== section.name && <small>{t(section.name)}</small>}
          </span>
        </Link>
      ))}
    </div>
  );
}
