import { Fragment, useCallback, useEffect, useState } from "react";
import { administration } from "@/api";
import { explain, useT } from "@/i18n";
import { Tag } from "@/ui/badge/Badge";
import { Chip } from "@/ui/badge/Chip";
import { Banner } from "@/ui/banner/Banner";
import { Button } from "@/ui/button/Button";
import { Toggle } from "@/ui/choice/Switch";
import { Dialog } from "@/ui/dialog/Dialog";
import { Select } from "@/ui/field/Select";
import { TextArea } from "@/ui/field/TextArea";
import { TextInput } from "@/ui/field/TextInput";
import { Skeleton } from "@/ui/skeleton/Skeleton";
import { toasts } from "@/ui/toast/toasts";
import {
  type Change,
  changesOf,
  filtered,
  parse,
  patchOf,
  type Setting,
  settingsOf,
  textOf,
  wordsOf,
} from "./configuration";

/** How many keys are shown at a time. */
const PAGE = 60;

async function load(): Promise<Setting[]> {
  const [all, changed, environment] = await Promise.all([
    administration.configuration(),
    administration.changedConfiguration(),
    administration.environment(),
  ]);
  return settingsOf(all, changed, environment);
}

/** Every key of the configuration: found by any word, edited in place, and saved after a look at all that changes. */
export function ConfigurationPage() {
  const t = useT();
  const [settings, setSettings] = useState<readonly Setting[]>();
  const [wrong, setWrong] = useState<string>();
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const [filter, setFilter] = useState({
    term: "",
    section: "ServiceSettings",
    changedOnly: false,
    lockedOnly: false,
  });
  const [count, setCount] = useState(PAGE);
  const [reviewing, setReviewing] = useState(false);

  const start = useCallback(() => {
    setWrong(undefined);
    load().then(setSettings, (error: unknown) => setWrong(explain(error)));
  }, []);
  useEffect(start, [start]);

  if (wrong !== undefined) {
    return (
      <div className="ui-pages-part">
        <Banner kind="bad" boxed action={<Button onClick={start}>{t("buttons.retry")}</Button>}>
          {t("admin.notLoaded", { why: wrong })}
        </Banner>
      </div>
    );
  }
  if (!settings) return <Skeleton label={t("admin.loading")} lines={[30, 80, 60, 80]} />;

  const found = filtered(settings, filter);
  const { changes, isWrong } = changesOf(settings, drafts);
  const sectionNames = [...new Set(settings.map((setting) => setting.section))];
  function narrow(part: Partial<typeof filter>) {
    setFilter({ ...filter, ...part });
    setCount(PAGE);
  }
  return (
    <>
      <p className="ui-pages-lead">{t("admin.configuration.lead")}</p>
      <div className="admin-tools">
        <TextInput
          label={t("admin.configuration.search")}
          hideLabel
          icon="search"
          type="search"
          placeholder={t("admin.configuration.search")}
          value={filter.term}
          onChange={(term) => narrow({ term })}
        />
        <Select
          label={t("admin.configuration.section")}
          hideLabel
          value={filter.section}
          onChange={(section) => narrow({ section, term: "", changedOnly: false, lockedOnly: false })}
          options={sectionNames.map((name) => ({ value: name, text: wordsOf(name) }))}
        />
        <Chip pressed={filter.changedOnly} onPress={() => narrow({ changedOnly: !filter.changedOnly })}>
          {t("admin.configuration.changedOnly")}
        </Chip>
        <Chip pressed={filter.lockedOnly} onPress={() => narrow({ lockedOnly: !filter.lockedOnly })}>
          {t("admin.configuration.lockedOnly")}
        </Chip>
        <span className="admin-count num" role="status">
          {t("admin.configuration.count", { found: found.length, all: settings.length })}
        </span>
      </div>
      {found.slice(0, count).map((setting) => (
        <OneSetting
          key={setting.id}
          setting={setting}
          term={filter.term}
          draft={drafts[setting.id]}
          change={changes.find((change) => change.setting === setting)}
          onDraft={(text) => setDrafts({ ...drafts, [setting.id]: text })}
        />
      ))}
      {found.length > count && (
        <div className="admin-more">
          <Button onClick={() => setCount(count + PAGE)}>{t("admin.more")}</Button>
        </div>
      )}
      {(changes.length > 0 || isWrong) && (
        <div className="admin-foot">
          <p role="status">{t("admin.configuration.unsaved", { count: changes.length })}</p>
          <Button onClick={() => setDrafts({})}>{t("admin.revert")}</Button>
          <Button
            kind="main"
            unavailable={isWrong ? t("admin.configuration.mendFirst") : undefined}
            onClick={() => setReviewing(true)}
          >
            {t("admin.configuration.review")}
          </Button>
        </div>
      )}
      {reviewing && (
        <Review
          changes={changes}
          onClose={() => setReviewing(false)}
          onSaved={async () => {
            setSettings(await load());
            setDrafts({});
            setReviewing(false);
          }}
        />
      )}
    </>
  );
}

/** A text with what was searched for marked. */
function Marked({ text, term }: { text: string; term: string }) {
  const words = term.split(/\s+/).filter(Boolean);
  if (words.length === 0) return text;
  const pattern = new RegExp(
    `(${words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, "\\$&")).join("|")})`,
    "iu",
  );
  return text.split(pattern).map((part, index) => {
    const key = `${index}${part}`;
    return index % 2 === 1 ? <mark key={key}>{part}</mark> : <Fragment key={key}>{part}</Fragment>;
  });
}

interface OneSettingProps {
  setting: Setting;
  term: string;
  draft: string | undefined;
  change: Change | undefined;
  onDraft: (text: string) => void;
}

function OneSetting({ setting, term, draft, change, onDraft }: OneSettingProps) {
  const t = useT();
  const isLocked = setting.lockedBy !== undefined;
  const text = draft ?? textOf(setting);
  const parsed = draft === undefined ? undefined : parse(setting, draft);
  const wrong = parsed && "wrong" in parsed ? t(`admin.wrong.${parsed.wrong}`) : undefined;
  const common = {
    label: setting.id,
    hideLabel: true,
    value: text,
    disabled: isLocked,
    onChange: onDraft,
    error: wrong,
  };
  return (
    <section
      className="admin-setting"
      data-unsaved={change || wrong ? "" : undefined}
      aria-label={setting.id}
    >
      <div>
        <h3>
          <span>
            <Marked text={setting.name} term={term} />
          </span>
          {change || wrong ? (
            <Tag kind="lamp" icon="edit">
              {t("admin.configuration.notSaved")}
            </Tag>
          ) : (
            setting.isChanged && <Tag kind="on">{t("admin.configuration.changed")}</Tag>
          )}
          {isLocked && <Tag icon="lock">{t("admin.configuration.locked")}</Tag>}
        </h3>
        <p className="admin-setting-id" dir="ltr">
          <Marked text={setting.id} term={term} />
        </p>
        {isLocked && (
          <p className="ui-help">{t("admin.configuration.lockedBy", { variable: setting.lockedBy ?? "" })}</p>
        )}
        {change && <Difference change={change} />}
      </div>
      <div className="admin-setting-value">
        {setting.kind === "switch" ? (
          <Toggle
            label={setting.id}
            disabled={isLocked}
            checked={text === "true"}
            onChange={(on) => onDraft(String(on))}
          />
        ) : setting.kind === "list" || setting.kind === "json" ? (
          <TextArea
            {...common}
            dir="ltr"
            spellCheck={false}
            rows={2}
            help={setting.kind === "list" ? t("admin.configuration.perLine") : undefined}
          />
        ) : (
          <TextInput
            {...common}
            dir="ltr"
            spellCheck={false}
            autoComplete="off"
            inputMode={setting.kind === "number" ? "numeric" : "text"}
            placeholder={setting.kind === "secret" ? t("admin.configuration.secret") : undefined}
          />
        )}
      </div>
    </section>
  );
}

/** What was and what would be, line under line. */
function Difference({ change: { setting, value } }: { change: Change }) {
  const t = useT();
  const before = setting.kind === "secret" ? t("admin.configuration.secret") : textOf(setting);
  const after = textOf(setting, value);
  const empty = t("admin.configuration.empty");
  return (
    <pre className="admin-diff">
      <del>{before || empty}</del>
      <ins>{after || empty}</ins>
    </pre>
  );
}

interface ReviewProps {
  changes: readonly Change[];
  onClose: () => void;
  onSaved: () => Promise<void>;
}

/** A last look at everything that changes. */
function Review({ changes, onClose, onSaved }: ReviewProps) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();
  async function handleSave() {
    setBusy(true);
    setWrong(undefined);
    try {
      await administration.patchConfiguration(patchOf(changes));
      toasts.show({ text: t("admin.configuration.saved", { count: changes.length }) });
      await onSaved();
    } catch (error) {
      setBusy(false);
      setWrong(explain(error));
    }
  }
  return (
    <Dialog
      title={t("admin.configuration.unsaved", { count: changes.length })}
      size="wide"
      keepsText
      onClose={onClose}
      onSubmit={() => void handleSave()}
      footer={
        <>
          <Button onClick={onClose}>{t("admin.configuration.keepEditing")}</Button>
          <Button kind="main" type="submit" busy={busy} data-autofocus="">
            {t("admin.save")}
          </Button>
        </>
      }
    >
      {wrong !== undefined && (
        <Banner kind="bad" boxed>
          {t("admin.notSaved", { why: wrong })}
        </Banner>
      )}
      {changes.map((change) => (
        <div key={change.setting.id}>
          <h3>{change.setting.name}</h3>
          <p className="admin-setting-id">{change.setting.id}</p>
          <Difference change={change} />
        </div>
      ))}
    </Dialog>
  );
}
