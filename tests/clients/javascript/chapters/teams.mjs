// A second team comes into being, is joined and left, changed, archived and restored.

import assert from 'node:assert/strict';

import {OK, ada, bob, cleo, dora, ids, picture, places, refused, sameItems} from '../harbour.mjs';

let island;

const userIds = (members) => members.map((member) => member.user_id);

export default {
    async 'the first team'() {
        const {team} = places;
        assert.equal((await bob.api.getTeam(team.id)).name, 'harbour', 'a team by id');
        assert.equal((await bob.api.getTeamByName('harbour')).id, team.id, 'a team by name');
        assert.deepEqual(await bob.api.checkIfTeamExists('harbour'), {exists: true}, 'its name is taken');
        assert.deepEqual(await bob.api.checkIfTeamExists('island'), {exists: false}, 'another is not');
        assert.deepEqual(ids(await bob.api.getMyTeams()), [team.id], "bob's teams");
        assert.deepEqual(ids(await ada.api.getTeamsForUser(dora.id)), [], "dora's teams");
        const stats = await ada.api.getTeamStats(team.id);
        assert.deepEqual([stats.total_member_count, stats.active_member_count], [3, 3], 'the team counts its members');
        await refused(404, null, bob.api.getTeamByName('island'), 'a team that is not there');
    },

    async 'its members'() {
        const {team} = places;
        sameItems(userIds(await bob.api.getTeamMembers(team.id)), [ada.id, bob.id, cleo.id], 'all members');
        assert.equal((await bob.api.getTeamMember(team.id, ada.id)).scheme_admin, true, 'who made the team leads it');
        sameItems(userIds(await bob.api.getTeamMembersByIds(team.id, [bob.id, dora.id])), [bob.id], 'some members');
        assert.deepEqual((await bob.api.getMyTeamMembers()).map((one) => one.team_id), [team.id], 'what bob is in');
        assert.deepEqual((await ada.api.getTeamMembersForUser(cleo.id)).map((one) => one.team_id), [team.id], 'and cleo');
        const unread = await bob.api.getMyTeamUnreads(true);
        assert.deepEqual(unread.map((one) => [one.team_id, one.mention_count]), [[team.id, 1]], 'being added to the cabin called for bob');
    },

    async 'another team'() {
        island = await ada.api.createTeam({name: 'island', display_name: 'Island', type: 'O'});
        const {team} = places;
        sameItems(ids(await ada.api.getTeams(0, 10)), [team.id, island.id], 'the list of teams');
        const counted = await ada.api.getTeams(0, 1, true);
        assert.deepEqual([counted.teams.length, counted.total_count], [1, 2], 'a page of it, with the whole count');
        assert.deepEqual(ids(await ada.api.searchTeams('isl')), [island.id], 'found by its letters');
        const page = await ada.api.searchTeams('isl', {page: 0, per_page: 5});
        assert.deepEqual([ids(page.teams), page.total_count], [[island.id], 1], 'found in pages');
    },

    async 'joining and leaving'() {
        const invited = await bob.api.getTeamInviteInfo(island.invite_id);
        assert.deepEqual([invited.id, invited.display_name], [island.id, 'Island'], 'an invitation says to what');
        assert.equal((await bob.api.joinTeam(island.invite_id)).user_id, bob.id, 'bob follows his');
        await ada.hears('user_added', ({data}) => data.user_id === bob.id && data.team_id === island.id);
        assert.equal((await cleo.api.addToTeamFromInvite('', island.invite_id)).user_id, cleo.id, 'and cleo hers');
        sameItems(userIds(await ada.api.addUsersToTeam(island.id, [dora.id])), [dora.id], 'dora is brought along');

        assert.deepEqual(await cleo.api.removeFromTeam(island.id, cleo.id), OK);
        await cleo.hears('leave_team', ({data}) => data.team_id === island.id && data.user_id === cleo.id);
        assert.deepEqual(await ada.api.removeFromTeam(island.id, dora.id), OK);
        sameItems(userIds(await ada.api.getTeamMembers(island.id)), [ada.id, bob.id], 'two have left');
        const [again] = await ada.api.addUsersToTeamGracefully(island.id, [dora.id]);
        assert.deepEqual([again.user_id, again.member.team_id, again.error], [dora.id, island.id, null], 'dora returns');
        await refused(404, null, ada.api.addUsersToTeamGracefully(island.id, ['y'.repeat(26)]), 'bringing nobody');

        const renewed = await ada.api.regenerateTeamInviteId(island.id);
        assert.notEqual(renewed.invite_id, island.invite_id, 'the invitation is another');
        await refused(404, null, cleo.api.joinTeam(island.invite_id), 'the old invitation');
    },

    async 'who leads'() {
        assert.deepEqual(await ada.api.updateTeamMemberSchemeRoles(island.id, bob.id, true, true), OK);
        assert.equal((await ada.api.getTeamMember(island.id, bob.id)).scheme_admin, true, 'bob leads');
        assert.equal((await bob.api.patchTeam({id: island.id, description: 'sand'})).description, 'sand', 'and decides');
        assert.deepEqual(await ada.api.updateTeamMemberRoles(island.id, bob.id, 'team_user'), OK);
        const bobs = await ada.api.getTeamMember(island.id, bob.id);
        assert.deepEqual([bobs.roles, bobs.scheme_admin], ['team_user', false], 'bob follows again');
        await refused(403, null, bob.api.patchTeam({id: island.id, description: 'stone'}), 'deciding as a follower');
    },

    async 'changes'() {
        bob.heard = [];
        const changed = await ada.api.updateTeam({...island, display_name: 'Rock', description: 'bare'});
        assert.deepEqual([changed.display_name, changed.description], ['Rock', 'bare'], 'the team has another name');
        const heard = await bob.hears('update_team', ({data}) => JSON.parse(data.team).id === island.id);
        assert.equal(JSON.parse(heard.data.team).display_name, 'Rock', 'bob hears of it');

        assert.deepEqual(await ada.api.setTeamIcon(island.id, picture('rock.gif', [90, 90, 90])), OK);
        const {last_team_icon_update: iconAt} = await bob.api.getTeam(island.id);
        const icon = await fetch(bob.api.getTeamIconUrl(island.id, iconAt), {headers: {Authorization: `Bearer ${bob.api.getToken()}`}});
        assert.match(icon.headers.get('Content-Type'), /^image\//, 'the team has an icon');
        assert.deepEqual(await ada.api.removeTeamIcon(island.id), OK);
        assert.equal((await bob.api.getTeam(island.id)).last_team_icon_update, undefined, 'and none any more');
    },

    async 'archive and restore'() {
        assert.deepEqual(await ada.api.deleteTeam(island.id), OK);
        await bob.hears('delete_team', ({data}) => JSON.parse(data.team).id === island.id);
        assert.deepEqual(ids(await bob.api.getMyTeams()), [places.team.id], 'the team is gone from the list');
        assert.equal((await ada.api.unarchiveTeam(island.id)).delete_at, 0, 'the team is restored');
        assert.equal((await bob.api.getMyTeams()).length, 2, 'and back in the list');
        await ada.api.deleteTeam(island.id);
    },
};
