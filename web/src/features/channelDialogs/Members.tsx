import "./channelDialogs.css";
import { type ReactNode, useEffect, useState } from "react";
import { api, type Channel, type ChannelMember, pageSizes } from "@/api";
import { isPersonal, useChannelName, useMayInChannel } from "@/features/channels";
import { learn, nameOf, needUsers, Person } from "@/features/people";
import { PeoplePicker } from "@/features/peoplePicker";
import { myId } from "@/features/session";
import { explain, useT } from "@/i18n";
import { Tag } from "@/ui/badge/Badge";
import { Banner } from "@/ui/banner/Banner";
import { Button } from "@/ui/button/Button";
import { IconButton } from "@/ui/button/IconButton";
import { Dialog } from "@/ui/dialog/Dialog";
import { TextInput } from "@/ui/field/TextInput";
import { MenuButton, MenuItem } from "@/ui/menu/Menu";

interface MembersProps {
  channel: Channel;
  team: string;
  onClose: () => void;
}

const QUIET_MS = 150;

/** A page of who is in a channel or, of those that a term finds, as many as a page has. */
async function membersOf(channel: string, term: string, page: number): Promise<ChannelMember[]> {
  if (term === "") {
    const found = await api.channelMembers(channel, page);
    await needUsers(found.map((one) => one.user_id));
    return found;
  }
  const users = await api.searchUsers({ term, in_channel_id: channel, limit: pageSizes.members });
  learn(users);
  const ids = users.map((one) => one.id);
  return ids.length > 0 ? api.channelMembersById(channel, ids) : [];
}

/** Who is in a channel; adding, removing, and who looks after it. */
export function Members({ channel, team, onClose }: MembersProps): ReactNode {
  const t = useT();
  const name = useChannelName(channel.id);
  const mayManage = useMayInChannel(
    channel.id,
    channel.type === "P" ? "manage_private_channel_members" : "manage_public_channel_members",
  );
  const mayAppoint = useMayInChannel(channel.id, "manage_channel_roles");
  const isFixed = isPersonal(channel) || channel.delete_at > 0;
  const [members, setMembers] = useState<ChannelMember[]>([]);
  /** What is asked for; another object asks anew, from the first page on. */
  const [wish, setWish] = useState({ page: 0 });
  const [hasMore, setHasMore] = useState(false);
  const [term, setTerm] = useState("");
  const [added, setAdded] = useState<string[]>([]);
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();

  useEffect(() => {
    const { page } = wish;
    let isOld = false;
    async function load(): Promise<void> {
      const found = await membersOf(channel.id, term.trim(), page);
      if (isOld) return;
      setHasMore(term.trim() === "" && found.length === pageSizes.members);
      setMembers((all) => (page === 0 ? found : [...all, ...found]));
    }
    const timer = setTimeout(() => load().catch((error: unknown) => setTrouble(explain(error))), QUIET_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [channel.id, term, wish]);

  async function run(work: () => Promise<unknown>): Promise<void> {
    setTrouble(undefined);
    try {
      await work();
      setWish({ page: 0 });
    } catch (error) {
      setTrouble(explain(error));
    }
  }

  async function handleAdd(): Promise<void> {
    setIsBusy(true);
    await run(async () => {
      for (const user of added) await api.addToChannel(channel.id, user);
      setAdded([]);
    });
    setIsBusy(false);
  }

  const sorted = [...members].sort((a, b) => nameOf(a.user_id).localeCompare(nameOf(b.user_id)));
  return (
    <Dialog title={t("channels.members.title", { channel: name })} size="wide" onClose={onClose}>
      {trouble && (
        <Banner kind="bad" boxed>
          {trouble}
        </Banner>
      )}
      {mayManage && !isFixed && (
        <div className="stack">
          <PeoplePicker
            label={t("channels.members.add")}
            team={team}
            notIn={channel.id}
            picked={added}
            onChange={setAdded}
          />
          {added.length > 0 && (
            <div>
              <Button kind="main" busy={isBusy} onClick={() => void handleAdd()}>
                {t("channels.members.addDo", { count: added.length })}
              </Button>
            </div>
          )}
        </div>
      )}
      <TextInput
        label={t("channels.members.search")}
        icon="search"
        type="search"
        value={term}
        onChange={(text) => {
          setWish({ page: 0 });
          setTerm(text);
        }}
      />
      <ul className="channel-dialogs-list scrolls" aria-label={t("channels.members.list")}>
        {sorted.map((member) => {
          const { user_id: id } = member;
          const mayChange = !isFixed && id !== myId() && (mayManage || mayAppoint);
          return (
            <li key={id} className="channel-dialogs-row">
              <div className="line grow">
                <Person user={id} />
              </div>
              {member.scheme_admin && <Tag>{t("channels.members.admin")}</Tag>}
              {mayChange && (
                <MenuButton
                  label={t("channels.members.menu", { name: nameOf(id) })}
                  align="end"
                  trigger={(trigger) => (
                    <IconButton
                      {...trigger}
                      icon="more"
                      size={28}
                      label={t("channels.members.menu", { name: nameOf(id) })}
                    />
                  )}
                >
                  {() => (
                    <>
                      {mayAppoint && (
                        <MenuItem
                          icon="shield"
                          onSelect={() =>
                            void run(() => api.setChannelAdmin(channel.id, id, !member.scheme_admin))
                          }
                        >
                          {t(member.scheme_admin ? "channels.members.toMember" : "channels.members.toAdmin")}
                        </MenuItem>
                      )}
                      {mayManage && (
                        <MenuItem
                          icon="leave"
                          kind="danger"
                          onSelect={() => void run(() => api.removeFromChannel(channel.id, id))}
                        >
                          {t("channels.members.remove")}
                        </MenuItem>
                      )}
                    </>
                  )}
                </MenuButton>
              )}
            </li>
          );
        })}
      </ul>
      {hasMore && (
        <Button onClick={() => setWish({ page: wish.page + 1 })}>{t("channels.members.more")}</Button>
      )}
    </Dialog>
  );
}
