// Channels of every kind: found, changed, archived and restored; direct and group messages.

import assert from 'node:assert/strict';

import {OK, ada, bob, cleo, dora, ids, places, refused, sameItems} from '../harbour.mjs';

let pier;
let crew;

const names = (channels) => channels.map((channel) => channel.name);

export default {
    async 'finding channels'() {
        const {team, quay, cabin} = places;
        assert.equal((await bob.api.getChannel(cabin.id)).display_name, 'Cabin', 'a channel by id');
        assert.equal((await bob.api.getChannelByName(team.id, 'quay')).id, quay.id, 'a channel by name');
        assert.equal((await bob.api.getChannelByNameAndTeamName('harbour', 'quay')).id, quay.id, "and its team's name");
        sameItems(names(await cleo.api.getChannels(team.id)), ['off-topic', 'quay', 'town-square'], 'public ones only');
        sameItems(names(await cleo.api.getMyChannels(team.id)), ['off-topic', 'quay', 'town-square'], 'those of cleo');
        assert.ok(names(await bob.api.getAllTeamsChannels()).includes('cabin'), "all of bob's channels");

        assert.deepEqual(ids(await bob.api.autocompleteChannels(team.id, 'quay')), [quay.id], 'completed by letters');
        assert.deepEqual(ids(await bob.api.autocompleteChannelsForSearch(team.id, 'cab')), [cabin.id], 'for a search');
        assert.deepEqual(ids(await cleo.api.autocompleteChannelsForSearch(team.id, 'cab')), [], 'which finds no secret');
        assert.deepEqual(ids(await cleo.api.searchChannels(team.id, 'the q')), [quay.id], 'searched in a team');
        assert.deepEqual(ids(await ada.api.searchAllChannels('cabin')), [cabin.id], 'searched everywhere');
        const page = await ada.api.searchAllChannels('quay', {page: 0, per_page: 10});
        assert.deepEqual([ids(page.channels), page.total_count], [[quay.id], 1], 'searched in pages');

        const all = await ada.api.getAllChannels(0, 50, '', true, true);
        sameItems(names(all.channels).filter((name) => !/town|topic/.test(name)), ['quay', 'cabin'], 'an administrator sees all');
        assert.equal(all.total_count, all.channels.length, 'and their count');
        assert.deepEqual(await bob.api.getChannelsMemberCount([quay.id, cabin.id]), {[quay.id]: 3, [cabin.id]: 2});
    },

    async 'changing a channel'() {
        const {team} = places;
        pier = await ada.api.createChannel({team_id: team.id, name: 'pier', display_name: 'Pier', type: 'O'});
        await ada.api.addToChannel(bob.id, pier.id);
        bob.heard = [];
        assert.equal((await ada.api.patchChannel(pier.id, {header: 'mind the gap'})).header, 'mind the gap');
        const told = await bob.hears('posted', ({data}) => JSON.parse(data.post).type === 'system_header_change');
        assert.equal(JSON.parse(told.data.post).props.new_header, 'mind the gap', 'the channel tells of it');

        const renamed = await ada.api.updateChannel({...pier, name: 'jetty', display_name: 'Jetty', purpose: 'boats'});
        assert.deepEqual([renamed.name, renamed.display_name, renamed.purpose], ['jetty', 'Jetty', 'boats']);
        const heard = await bob.hears('channel_updated', ({data}) => JSON.parse(data.channel).display_name === 'Jetty');
        assert.equal(JSON.parse(heard.data.channel).id, pier.id, 'bob hears the new name');

        assert.equal((await ada.api.updateChannelPrivacy(pier.id, 'P')).type, 'P', 'it becomes private');
        await bob.hears('channel_converted', ({data}) => data.channel_id === pier.id);
        await refused(403, null, cleo.api.getChannel(pier.id), 'and closed to others');
        assert.equal((await ada.api.updateChannelPrivacy(pier.id, 'O')).type, 'O', 'and public again');
    },

    async 'archive and restore'() {
        const {team} = places;
        assert.deepEqual(await ada.api.deleteChannel(pier.id), OK);
        await bob.hears('channel_deleted', ({data}) => data.channel_id === pier.id);
        assert.deepEqual(ids(await bob.api.getArchivedChannels(team.id)), [pier.id], 'it is among the archived');
        await refused(400, null, bob.says(pier, 'anybody here?'), 'posting in an archived channel');
        assert.equal((await ada.api.unarchiveChannel(pier.id)).delete_at, 0, 'it is restored');
        await bob.hears('channel_restored', ({data}) => data.channel_id === pier.id);
        assert.deepEqual(await bob.api.getArchivedChannels(team.id), [], 'and archived no more');
        assert.ok((await bob.says(pier, 'here we are')).id, 'and spoken in');
    },

    async 'moderation'() {
        const mayPost = (list) => list.find((one) => one.name === 'create_post').roles.members.value;
        assert.equal(mayPost(await ada.api.getChannelModerations(pier.id)), true, 'members may post');
        const rule = {name: 'create_post', roles: {members: false}};
        assert.equal(mayPost(await ada.api.patchChannelModerations(pier.id, [rule])), false, 'they may not now');
        await refused(403, null, bob.says(pier, 'may I?'), 'posting where members may not');
        rule.roles.members = true;
        assert.equal(mayPost(await ada.api.patchChannelModerations(pier.id, [rule])), true, 'they may again');
        assert.ok((await bob.says(pier, 'thank you')).id);
    },

    async 'direct messages'() {
        const direct = await bob.api.createDirectChannel([bob.id, cleo.id]);
        assert.deepEqual([direct.type, direct.name], ['D', [bob.id, cleo.id].sort().join('__')], 'its name is the two');
        assert.equal((await cleo.api.createDirectChannel([cleo.id, bob.id])).id, direct.id, 'there is one for both');
        const word = await bob.says(direct, 'a quiet word');
        assert.deepEqual(JSON.parse((await cleo.hearsPost(word.id)).data.mentions), [cleo.id], 'it calls for cleo');
        await refused(403, null, dora.api.getPosts(direct.id), 'reading what two say');
    },

    async 'group messages'() {
        const {team} = places;
        crew = await bob.api.createGroupChannel([ada.id, bob.id, cleo.id]);
        assert.equal(crew.type, 'G');
        await cleo.hears('group_added', ({broadcast}) => broadcast.channel_id === crew.id);
        assert.deepEqual(ids(await bob.api.searchGroupChannels('cle')), [crew.id], 'found by who is in it');
        const profiles = await bob.api.getProfilesInGroupChannels([crew.id]);
        sameItems(ids(profiles[crew.id]), [ada.id, cleo.id], 'the others in it');

        const common = await bob.api.getGroupMessageMembersCommonTeams(crew.id);
        assert.deepEqual(ids(common.data), [team.id], 'the team that all of them are in');
        const {data: made} = await bob.api.convertGroupMessageToPrivateChannel(crew.id, team.id, 'Crew', 'crew');
        assert.deepEqual([made.id, made.type, made.team_id], [crew.id, 'P', team.id], 'it becomes a private channel');
        sameItems(ids(await cleo.api.getProfilesInChannel(crew.id)), [ada.id, bob.id, cleo.id], 'of the same people');
    },
};
