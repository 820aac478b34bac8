import { type ReactNode, type SyntheticEvent, useState } from "react";
import { useT } from "@/i18n";
import { basePath } from "@/lib/base";
import { Banner } from "@/ui/banner/Banner";
import { Button } from "@/ui/button/Button";
import { Switch } from "@/ui/choice/Switch";
import { TextInput } from "@/ui/field/TextInput";
import { Icon } from "@/ui/icon/Icon";
import { focusTrouble } from "../focusTrouble";
import { isSiteName, type LockedSite, plainAddress, type Site } from "./site";

interface SiteStepProps {
  site: Site;
  locked: LockedSite;
  /** Writes it down; what it throws is explained. */
  onSubmit: (site: Site) => Promise<void>;
  explain: (error: unknown) => string;
}

/** What the site is called, where it is, and who may come. */
export function SiteStep({ site, locked, onSubmit, explain }: SiteStepProps): ReactNode {
  const t = useT();
  const [name, setName] = useState(site.name);
  const [address, setAddress] = useState(site.address);
  const [isOpen, setIsOpen] = useState(site.isOpen);
  const [isBusy, setIsBusy] = useState(false);
  const [isChecked, setIsChecked] = useState(false);
  const [trouble, setTrouble] = useState<string>();

  const plain = plainAddress(address);
  const here = `${location.origin}${basePath}`;
  const isElsewhere = plain !== undefined && plain.toLowerCase() !== here.toLowerCase();
  const nameError = isChecked && !isSiteName(name) && t("setup.nameWrong");
  const addressError = isChecked && plain === undefined && t("setup.addressWrong");

  async function handleSubmit(event: SyntheticEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    setIsChecked(true);
    if (plain === undefined || !isSiteName(name)) return focusTrouble(event.currentTarget);
    setIsBusy(true);
    setTrouble(undefined);
    try {
      await onSubmit({ name: name.trim(), address: plain, isOpen });
    } catch (error) {
      setIsBusy(false);
      setTrouble(explain(error));
    }
  }

  return (
    <form className="entry-form" onSubmit={handleSubmit} noValidate>
      {trouble && (
        <Banner kind="bad" boxed>
          {trouble}
        </Banner>
      )}
      <TextInput
        label={t("setup.name")}
        value={name}
        onChange={setName}
        help={locked.name && t("setup.locked")}
        error={nameError}
        disabled={locked.name}
        autoComplete="organization"
        autoFocus
      />
      <TextInput
        label={t("setup.address")}
        type="url"
        dir="ltr"
        value={address}
        onChange={setAddress}
        help={locked.address && t("setup.locked")}
        error={addressError}
        disabled={locked.address}
        autoCapitalize="none"
        spellCheck={false}
      />
      {isElsewhere && (
        <p className="setup-note" role="status">
          <Icon name="warning" size={16} />
          <span>{t("setup.addressOther", { here })}</span>
        </p>
      )}
      <Switch
        label={t("setup.open")}
        help={t(locked.isOpen ? "setup.locked" : "setup.openHelp")}
        checked={isOpen}
        onChange={setIsOpen}
        disabled={locked.isOpen}
      />
      <div className="entry-actions">
        <Button kind="main" size="big" type="submit" busy={isBusy}>
          {t("setup.continue")}
        </Button>
      </div>
    </form>
  );
}
