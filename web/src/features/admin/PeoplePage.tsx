import { useEffect, useState } from "react";
import { administration, api, type User } from "@/api";
import { isAdministrator, session } from "@/features/session";
import { currentLocale, explain, useT } from "@/i18n";
import { Avatar } from "@/ui/avatar/Avatar";
import { Tag } from "@/ui/badge/Badge";
import { Banner } from "@/ui/banner/Banner";
import { Button } from "@/ui/button/Button";
import { IconButton } from "@/ui/button/IconButton";
import { Segments } from "@/ui/choice/Radio";
import { AlertDialog } from "@/ui/dialog/Dialog";
import { EmptyState } from "@/ui/empty/EmptyState";
import { TextInput } from "@/ui/field/TextInput";
import { MenuButton, MenuItem, MenuSeparator } from "@/ui/menu/Menu";
import { Skeleton } from "@/ui/skeleton/Skeleton";
import { Table } from "@/ui/table/Table";
import { attempt } from "@/ui/toast/attempt";
import { toasts } from "@/ui/toast/toasts";
import { findPeople, fullName, PAGE, rolesWith, type Wish } from "./people";

/** Typing rests this long before people are looked for. */
const REST_MS = 200;

/** Something that is asked about before it is done. */
interface Question {
  user: User;
  act: "promote" | "demote" | "deactivate" | "endSessions";
}

/** Everybody with an account: found, given and taken roles, deactivated and let in again. */
export function PeoplePage() {
  const t = useT();
  const [wish, setWish] = useState<Wish>({ term: "", show: "all" });
  /** Who was found last, and for which wish. */
  const [found, setFound] = useState<{ wish: Wish; people: readonly User[]; hasMore: boolean }>();
  const [total, setTotal] = useState<number>();
  const [wrong, setWrong] = useState<string>();
  const [question, setQuestion] = useState<Question>();

  useEffect(() => {
    administration.userCount().then(
      (count) => setTotal(count.total_users_count),
      () => setTotal(undefined),
    );
  }, []);

  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(
      () => {
        findPeople(wish, 0).then(
          (people) => {
            if (!isCurrent) return;
            setWrong(undefined);
            setFound({ wish, people, hasMore: wish.term.trim() === "" && people.length === PAGE });
          },
          (error: unknown) => isCurrent && setWrong(explain(error)),
        );
      },
      wish.term === "" ? 0 : REST_MS,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [wish]);

  async function loadMore(before: { wish: Wish; people: readonly User[] }) {
    const next = await findPeople(before.wish, Math.floor(before.people.length / PAGE));
    setFound((now) =>
      // Others may have been wished for meanwhile, or these have come already.
      now?.wish === before.wish && now.people.length === before.people.length
        ? { ...now, people: [...now.people, ...next], hasMore: next.length === PAGE }
        : now,
    );
  }

  /** Changes someone here and on the server, and back here if the server refuses. */
  function change(user: User, part: Partial<User>, call: () => Promise<unknown>, done: string): void {
    const put = (next: User) =>
      setFound(
        (now) => now && { ...now, people: now.people.map((one) => (one.id === next.id ? next : one)) },
      );
    attempt(async () => {
      put({ ...user, ...part });
      try {
        await call();
      } catch (error) {
        put(user);
        throw error;
      }
      toasts.show({ text: done });
    });
  }

  function handleConfirm() {
    if (!question) return;
    const { user, act } = question;
    const name = fullName(user);
    setQuestion(undefined);
    if (act === "endSessions") {
      change(user, {}, () => administration.endSessions(user.id), t("admin.people.sessionsEnded", { name }));
    } else if (act === "deactivate") {
      const part = { delete_at: Date.now() };
      const call = () => administration.setActive(user.id, false);
      change(user, part, call, t("admin.people.deactivatedNow", { name }));
    } else {
      const roles = rolesWith(user.roles, act === "promote");
      const done = t(act === "promote" ? "admin.people.promoted" : "admin.people.demoted", { name });
      change(user, { roles }, () => administration.setRoles(user.id, roles), done);
    }
  }

  function handleActivate(user: User) {
    const call = () => administration.setActive(user.id, true);
    change(user, { delete_at: 0 }, call, t("admin.people.activatedNow", { name: fullName(user) }));
  }

  return (
    <>
      <p className="ui-pages-lead">
        {total === undefined ? t("admin.people.lead") : t("admin.people.total", { total })}
      </p>
      <div className="admin-tools">
        <TextInput
          label={t("admin.people.search")}
          hideLabel
          icon="search"
          type="search"
          placeholder={t("admin.people.search")}
          value={wish.term}
          onChange={(term) => setWish({ ...wish, term })}
        />
        <Segments
          label={t("admin.people.show")}
          value={wish.show}
          onChange={(show) => setWish({ ...wish, show })}
          choices={[
            { value: "all", text: t("admin.people.all") },
            { value: "administrators", text: t("admin.people.administrators") },
            { value: "deactivated", text: t("admin.people.deactivated") },
          ]}
        />
      </div>
      {wrong !== undefined && (
        <Banner kind="bad" boxed>
          {t("admin.notLoaded", { why: wrong })}
        </Banner>
      )}
      {!found && wrong === undefined && <Skeleton label={t("admin.loading")} lines={[60, 70, 50]} />}
      {found?.people.length === 0 && <EmptyState picture="lens" title={t("admin.people.none")} />}
      {found && found.people.length > 0 && (
        <PeopleTable people={found.people} onAsk={setQuestion} onActivate={handleActivate} />
      )}
      {found?.hasMore && (
        <div className="admin-more">
          <Button onClick={() => attempt(() => loadMore(found))}>{t("admin.more")}</Button>
        </div>
      )}
      {question && (
        <AlertDialog
          title={t(`admin.ask.${question.act}`, { name: fullName(question.user) })}
          confirm={t(`admin.do.${question.act}`)}
          cancel={t("admin.keep")}
          kind={question.act === "promote" ? "main" : "danger"}
          onConfirm={handleConfirm}
          onCancel={() => setQuestion(undefined)}
        >
          <p>{t(`admin.means.${question.act}`)}</p>
        </AlertDialog>
      )}
    </>
  );
}

interface PeopleTableProps {
  people: readonly User[];
  onAsk: (question: Question) => void;
  onActivate: (user: User) => void;
}

function PeopleTable({ people, onAsk, onActivate }: PeopleTableProps) {
  const t = useT();
  const myself = session.use((state) => state.me?.id);
  const day = new Intl.DateTimeFormat(currentLocale(), { dateStyle: "medium" });
  return (
    <Table
      caption={t("admin.people")}
      rows={people}
      keyOf={(user) => user.id}
      columns={[
        {
          key: "name",
          head: t("admin.people.name"),
          names: true,
          cell: (user) => (
            <span className="line admin-person" data-off={user.delete_at > 0 ? "" : undefined}>
              <Avatar
                id={user.id}
                name={fullName(user)}
                src={user.last_picture_update ? api.picture(user) : undefined}
                size={28}
                kind={user.is_bot ? "bot" : "person"}
              />
              <span>
                <bdi className="strong">{fullName(user)}</bdi> <Marks user={user} />
                <small>
                  <bdi>@{user.username}</bdi>
                </small>
              </span>
            </span>
          ),
        },
        {
          key: "email",
          wideOnly: true,
          head: t("admin.people.email"),
          cell: (user) => <bdi>{user.email}</bdi>,
        },
        {
          key: "role",
          head: t("admin.people.role"),
          cell: (user) => t(isAdministrator(user) ? "admin.people.administrator" : "admin.people.member"),
        },
        {
          key: "since",
          wideOnly: true,
          whole: true,
          head: t("admin.people.since"),
          cell: (user) => day.format(user.create_at),
        },
        {
          key: "act",
          head: <span className="ui-hidden">{t("admin.people.act")}</span>,
          align: "end",
          cell: (user) => (
            <MenuButton
              label={fullName(user)}
              align="end"
              trigger={(trigger) => (
                <IconButton
                  {...trigger}
                  icon="more"
                  size={28}
                  label={t("admin.people.actOn", { name: fullName(user) })}
                />
              )}
            >
              {() => {
                // Nobody shuts the door behind themselves here.
                const isMe = user.id === myself ? t("admin.people.yourself") : undefined;
                return user.delete_at > 0 ? (
                  <MenuItem icon="undo" onSelect={() => onActivate(user)}>
                    {t("admin.do.activate")}
                  </MenuItem>
                ) : (
                  <>
                    {isAdministrator(user) ? (
                      <MenuItem
                        icon="shield"
                        unavailable={isMe}
                        onSelect={() => onAsk({ user, act: "demote" })}
                      >
                        {t("admin.do.demote")}
                      </MenuItem>
                    ) : (
                      <MenuItem icon="shield" onSelect={() => onAsk({ user, act: "promote" })}>
                        {t("admin.do.promote")}
                      </MenuItem>
                    )}
                    <MenuItem
                      icon="logout"
                      unavailable={isMe}
                      onSelect={() => onAsk({ user, act: "endSessions" })}
                    >
                      {t("admin.do.endSessions")}
                    </MenuItem>
                    <MenuSeparator />
                    <MenuItem
                      icon="leave"
                      kind="danger"
                      unavailable={isMe}
                      onSelect={() => onAsk({ user, act: "deactivate" })}
                    >
                      {t("admin.do.deactivate")}
                    </MenuItem>
                  </>
                );
              }}
            </MenuButton>
          ),
        },
      ]}
    />
  );
}

function Marks({ user }: { user: User }) {
  const t = useT();
  return (
    <>
      {user.is_bot && <Tag>{t("admin.people.bot")}</Tag>}
      {user.delete_at > 0 && <Tag>{t("admin.people.deactivatedOne")}</Tag>}
    </>
  );
}
