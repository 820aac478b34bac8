import { lazy } from "react";
import type { Channel, Team } from "@/api";
import { withTexts } from "@/i18n";
import { showDialog } from "@/ui/dialog/DialogHost";

/** A dialog, which comes with the words that all of them share. */
const withWords = <Part,>(part: Promise<Part>): Promise<Part> => withTexts("channels", part);

// One import each, so that each dialog is a chunk of its own.
const BrowseChannels = lazy(async () => ({
  default: (await withWords(import("./BrowseChannels"))).BrowseChannels,
}));
const CreateChannel = lazy(async () => ({
  default: (await withWords(import("./CreateChannel"))).CreateChannel,
}));
const EditChannel = lazy(async () => ({ default: (await withWords(import("./EditChannel"))).EditChannel }));
const Members = lazy(async () => ({ default: (await withWords(import("./Members"))).Members }));
const Notify = lazy(async () => ({ default: (await withWords(import("./Notify"))).Notify }));
const NewConversation = lazy(async () => ({
  default: (await withWords(import("./NewConversation"))).NewConversation,
}));
const LeaveChannel = lazy(async () => ({ default: (await withWords(import("./Parting"))).LeaveChannel }));
const ArchiveChannel = lazy(async () => ({ default: (await withWords(import("./Parting"))).ArchiveChannel }));

/** The menu of a channel, fetched when the first one opens. */
export const ChannelMenu = lazy(async () => ({
  default: (await withWords(import("./ChannelMenu"))).ChannelMenu,
}));

export function showBrowseChannels(team: Team): void {
  showDialog((close) => <BrowseChannels team={team} onClose={close} />);
}

export function showCreateChannel(team: Team): void {
  showDialog((close) => <CreateChannel team={team} onClose={close} />);
}

export function showEditChannel(channel: Channel): void {
  showDialog((close) => <EditChannel channel={channel} onClose={close} />);
}

export function showMembers(channel: Channel, team: string): void {
  showDialog((close) => <Members channel={channel} team={team} onClose={close} />);
}

export function showNotify(channel: Channel, name: string): void {
  showDialog((close) => <Notify channel={channel} name={name} onClose={close} />);
}

/** A direct message, or a group of more. */
export function showNewConversation(team: Team): void {
  showDialog((close) => <NewConversation team={team} onClose={close} />);
}

export function showLeaveChannel(channel: Channel): void {
  showDialog((close) => <LeaveChannel channel={channel} onClose={close} />);
}

export function showArchiveChannel(channel: Channel): void {
  showDialog((close) => <ArchiveChannel channel={channel} onClose={close} />);
}
