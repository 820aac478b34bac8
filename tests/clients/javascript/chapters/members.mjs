// Who is in a channel, how they are told of it, and who leads it.

import assert from 'node:assert/strict';

import {OK, ada, bob, cleo, dora, places, refused, sameItems} from '../harbour.mjs';

const userIds = (members) => members.map((member) => member.user_id);

export default {
    async 'lists of members'() {
        const {team, quay, cabin} = places;
        sameItems(userIds(await bob.api.getChannelMembers(quay.id)), [ada.id, bob.id, cleo.id], 'who is on the quay');
        assert.equal((await bob.api.getChannelMembers(quay.id, 0, 2)).length, 2, 'a page of them');
        sameItems(userIds(await bob.api.getChannelMembersByIds(quay.id, [cleo.id, dora.id])), [cleo.id], 'some of them');
        assert.equal((await bob.api.getChannelMember(quay.id, ada.id)).scheme_admin, true, 'who made it leads it');
        assert.equal((await bob.api.getMyChannelMember(cabin.id)).user_id, bob.id, 'bob in the cabin');
        const mine = (await bob.api.getMyChannelMembers(team.id)).map((member) => member.channel_id);
        assert.ok(mine.includes(quay.id) && mine.includes(cabin.id), "bob's memberships in the team");
        const everywhere = await bob.api.getAllChannelsMembers(bob.id, -1);
        sameItems(everywhere.map((member) => member.channel_id).filter((id) => mine.includes(id)), mine, 'and everywhere');
        assert.deepEqual([...new Set(userIds(everywhere))], [bob.id], 'line by line, and only his');

        assert.equal((await bob.api.getChannelStats(quay.id, true)).member_count, 3, 'the quay counts them');
        await cleo.api.patchMe({timezone: {useAutomaticTimezone: 'false', automaticTimezone: '', manualTimezone: 'Europe/Berlin'}});
        assert.deepEqual(await bob.api.getChannelTimezones(quay.id), ['Europe/Berlin'], 'and knows where they are');
    },

    async 'coming and going'() {
        const {team, cabin} = places;
        const buoy = await ada.api.createChannel({team_id: team.id, name: 'buoy', display_name: 'Buoy', type: 'O'});
        const added = await ada.api.addToChannels([bob.id, cleo.id], buoy.id);
        sameItems(userIds(added), [bob.id, cleo.id], 'two are added at once');
        await cleo.hears('user_added', ({data, broadcast}) => data.user_id === cleo.id && broadcast.channel_id === buoy.id);
        assert.deepEqual(await ada.api.removeFromChannel(cleo.id, buoy.id), OK);
        await cleo.hears('user_removed', ({data}) => data.channel_id === buoy.id);
        sameItems(userIds(await ada.api.getChannelMembers(buoy.id)), [ada.id, bob.id], 'cleo is gone');
        await refused(403, null, cleo.api.addToChannel(cleo.id, cabin.id), 'adding oneself to a private channel');
        await ada.api.deleteChannel(buoy.id);
    },

    async 'who leads'() {
        const {cabin} = places;
        await refused(403, null, bob.api.updateChannelMemberSchemeRoles(cabin.id, bob.id, true, true), 'leading uninvited');
        assert.deepEqual(await ada.api.updateChannelMemberSchemeRoles(cabin.id, bob.id, true, true), OK);
        assert.equal((await bob.api.getMyChannelMember(cabin.id)).scheme_admin, true, 'bob leads the cabin');
        await bob.hears('channel_member_updated', ({data}) => JSON.parse(data.channelMember).scheme_admin);
        assert.deepEqual(await ada.api.updateChannelMemberRoles(cabin.id, bob.id, 'channel_user'), OK);
        const {roles, scheme_admin: leads} = await bob.api.getMyChannelMember(cabin.id);
        assert.deepEqual([roles, leads], ['channel_user', false], 'and follows again');
    },

    async 'being told'() {
        const {quay} = places;
        const props = {channel_id: quay.id, user_id: bob.id, desktop: 'none', mark_unread: 'mention'};
        assert.deepEqual(await bob.api.updateChannelNotifyProps(props), OK);
        const {notify_props: kept} = await bob.api.getMyChannelMember(quay.id);
        assert.deepEqual([kept.desktop, kept.mark_unread], ['none', 'mention'], 'bob mutes the quay');
        assert.equal(kept.push, 'default', 'and leaves the rest');
        await bob.api.updateChannelNotifyProps({...props, desktop: 'default', mark_unread: 'all'});
    },
};
