import { type ReactNode, useEffect, useState } from "react";
import { ApiError, administration, api, type Config, door, type Team } from "@/api";
import { explain, translate, useT } from "@/i18n";
import { basePath } from "@/lib/base";
import { addresses } from "@/lib/routes";
import { UNNAMED } from "@/lib/site";
import { Banner } from "@/ui/banner/Banner";
import { AccountForm } from "../AccountForm";
import type { NewAccount } from "../accounts";
import { EntrySheet } from "../EntrySheet";
import { makeAccount } from "../SignUp";
import { TeamForm } from "../TeamForm";
import { InviteStep } from "./InviteStep";
import type { SetupProps } from "./index";
import { SiteStep } from "./SiteStep";
import { Step } from "./Step";
import { type LockedSite, lockedSite, patchOf, type Site } from "./site";

/** Where the first run stands, with what the step needs to be shown. */
type Stage =
  | { step: "account"; config: Config }
  | { step: "site"; site: Site; locked: LockedSite }
  | { step: "team"; site: Site; locked: LockedSite }
  | { step: "invite"; team: Team; address: string };

const here = (): string => `${location.origin}${basePath}`;

function siteOf(config: Config): Site {
  const name = config.SiteName ?? "";
  return {
    name: name === UNNAMED ? "" : name,
    address: config.SiteURL || here(),
    isOpen: config.EnableOpenServer === "true",
  };
}

/** The stage of an administrator: there is a team to invite to, or nothing has been set yet. */
async function stageOfAdministrator(): Promise<Stage> {
  const [config, environment, [team]] = await Promise.all([
    door.config(),
    administration.environment(),
    api.teams(),
  ]);
  const site = siteOf(config);
  if (team) return { step: "invite", team, address: site.address };
  return { step: "site", site, locked: lockedSite(environment ?? {}) };
}

async function firstStage(isSignedIn: boolean): Promise<Stage | undefined> {
  if (!isSignedIn) return { step: "account", config: await door.config() };
  const me = await api.me();
  return me.roles.split(" ").includes("system_admin") ? stageOfAdministrator() : undefined;
}

function explainSite(error: unknown): string {
  const isUrl = error instanceof ApiError && error.id === "model.config.is_valid.site_url.app_error";
  return isUrl ? translate("setup.addressWrong") : explain(error);
}

/** From an empty server to a team with a link for the others, in four steps. */
export function Setup({ isSignedIn = false, onDone }: SetupProps): ReactNode {
  const t = useT();
  const [stage, setStage] = useState<Stage>();
  const [trouble, setTrouble] = useState<string>();

  useEffect(() => {
    document.title = "Wardroom";
    firstStage(isSignedIn).then(
      (found) => (found ? setStage(found) : onDone(addresses.root)),
      (error: unknown) => setTrouble(explain(error)),
    );
  }, [isSignedIn, onDone]);

  async function handleAccount(account: NewAccount): Promise<void> {
    await makeAccount(account);
    // A reload from here on goes on with the next step.
    history.replaceState(null, "", `${basePath}${addresses.welcome}`);
    setStage(await stageOfAdministrator());
  }

  async function handleTeam(site: Site, displayName: string, name: string): Promise<void> {
    const team = await api.createTeam({ name, display_name: displayName, type: "O" });
    setStage({ step: "invite", team, address: site.address });
  }

  switch (stage?.step) {
    case undefined:
      return trouble ? (
        <EntrySheet>
          <Banner kind="bad" boxed>
            {trouble}
          </Banner>
        </EntrySheet>
      ) : null;
    case "account":
      return (
        <Step number={1} title={t("setup.accountTitle")} text={t("setup.accountText")}>
          <AccountForm config={stage.config} submit={t("setup.continue")} onSubmit={handleAccount} />
        </Step>
      );
    case "site": {
      const { locked } = stage;
      return (
        <Step number={2} title={t("setup.siteTitle")} text={t("setup.siteText")}>
          <SiteStep
            site={stage.site}
            locked={locked}
            explain={explainSite}
            onSubmit={async (site) => {
              await api.patchConfig(patchOf(site, locked));
              setStage({ step: "team", site, locked });
            }}
          />
        </Step>
      );
    }
    case "team": {
      const { site, locked } = stage;
      return (
        <Step number={3} title={t("setup.teamTitle")} text={t("setup.teamText")}>
          <TeamForm
            name={site.name}
            onBack={() => setStage({ step: "site", site, locked })}
            onSubmit={(displayName, name) => handleTeam(site, displayName, name)}
          />
        </Step>
      );
    }
    case "invite": {
      const { team } = stage;
      return (
        <Step
          number={4}
          title={t("setup.inviteTitle")}
          text={t("setup.inviteText", { team: team.display_name })}
        >
          <InviteStep
            team={team}
            address={stage.address}
            onDone={() => onDone(addresses.channel(team.name, "town-square"))}
          />
        </Step>
      );
    }
  }
}
