// Who is here, who they are, and what an administrator may do with their accounts. Dora is in no team: accounts are
// changed at her expense.

import assert from 'node:assert/strict';

import {OK, PASSWORD, ada, bob, cleo, dora, ids, picture, places, refused, sameItems} from '../harbour.mjs';

const names = (users) => users.map((user) => user.username);

export default {
    async 'looking people up'() {
        assert.equal((await bob.api.getUser(cleo.id)).username, 'cleo', 'a user by id');
        assert.equal((await bob.api.getUserByUsername('cleo')).id, cleo.id, 'a user by name');
        assert.equal((await bob.api.getUserByEmail('cleo@harbour.test')).id, cleo.id, 'a user by address');
        assert.equal((await bob.api.getUser(cleo.id)).password, undefined, 'nobody sees a password');

        sameItems(names(await bob.api.getProfilesByIds([ada.id, cleo.id, 'y'.repeat(26)])), ['ada', 'cleo'],
            'users by ids, without those who are not there');
        assert.deepEqual(names(await bob.api.getProfilesByUsernames(['cleo', 'nobody'])), ['cleo'], 'users by names');
        sameItems(await bob.api.getKnownUsers(), [ada.id, cleo.id], 'those who share a channel with bob');
        await refused(404, null, bob.api.getUserByUsername('nobody'), 'somebody who is not there');
    },

    async 'lists of people'() {
        const {team, quay, cabin} = places;
        assert.deepEqual(names(await ada.api.getProfiles(0, 60)), ['ada', 'bob', 'cleo', 'dora'], 'all, by name');
        assert.deepEqual(names(await ada.api.getProfiles(1, 3)), ['dora'], 'their second page');
        assert.deepEqual(names(await bob.api.getProfilesInTeam(team.id)), ['ada', 'bob', 'cleo'], 'who is in the team');
        assert.deepEqual(names(await ada.api.getProfilesNotInTeam(team.id, false)), ['dora'], 'who is not');
        assert.deepEqual(names(await ada.api.getProfilesWithoutTeam()), ['dora'], 'who is in no team');
        assert.deepEqual(names(await bob.api.getProfilesInChannel(quay.id)), ['ada', 'bob', 'cleo'], 'on the quay');
        assert.deepEqual(names(await bob.api.getProfilesNotInChannel(team.id, cabin.id, false)), ['cleo'], 'not in the cabin');
        assert.equal((await ada.api.getTotalUsersStats()).total_users_count, 4, 'the server counts them');
        assert.equal((await ada.api.getFilteredUsersStats({in_team: team.id})).total_users_count, 3, 'and those of a team');
    },

    async 'finding people'() {
        const {team, quay, cabin} = places;
        assert.deepEqual(names(await bob.api.searchUsers('cl', {team_id: team.id})), ['cleo'], 'found by their letters');
        assert.deepEqual(names(await bob.api.searchUsers('dor', {team_id: team.id})), [], 'but not in another team');
        assert.deepEqual(names((await bob.api.autocompleteUsers('a', team.id, quay.id)).users), ['ada'], 'completed');
        const found = await bob.api.autocompleteUsers('cl', team.id, cabin.id);
        assert.deepEqual([names(found.users), names(found.out_of_channel)], [[], ['cleo']], 'with those outside apart');
    },

    async 'profiles'() {
        bob.heard = [];
        assert.equal((await ada.api.patchMe({nickname: 'Admiral'})).nickname, 'Admiral', 'a nickname of her own');
        const heard = await bob.hears('user_updated', ({data}) => data.user.id === ada.id);
        assert.equal(heard.data.user.nickname, 'Admiral', 'others hear a new nickname');

        const position = 'keeper of the lamp';
        assert.equal((await ada.api.patchUser({id: dora.id, position})).position, position, 'an administrator patches');
        await refused(403, null, bob.api.patchUser({id: dora.id, position: 'none'}), "patching somebody else's profile");
        const me = await dora.api.getMe();
        const updated = await dora.api.updateUser({...me, first_name: 'Dora', locale: 'de'});
        assert.deepEqual([updated.first_name, updated.locale, updated.position], ['Dora', 'de', position], 'as a whole');
        assert.equal((await bob.api.getUser(dora.id)).first_name, 'Dora', 'others see it');
    },

    async 'pictures'() {
        const shown = async () => {
            const response = await fetch(dora.api.getProfilePictureUrl(dora.id, 0), bearing(dora));
            assert.match(response.headers.get('Content-Type'), /^image\//, 'a profile has a picture');
            return Buffer.from(await response.arrayBuffer()).toString('base64');
        };
        const atFirst = await shown();
        assert.deepEqual(await dora.api.uploadProfileImage(dora.id, picture('dora.gif', [200, 30, 30])), OK);
        assert.notEqual(await shown(), atFirst, 'the picture is another');
        assert.ok((await bob.api.getUser(dora.id)).last_picture_update > 0, 'and its address, too');
        await refused(403, null, bob.api.uploadProfileImage(dora.id, picture('bob.gif', [0, 0, 0])), "another's picture");

        assert.deepEqual(await dora.api.setDefaultProfileImage(dora.id), OK);
        assert.equal(await shown(), atFirst, 'the made picture is back');
    },

    async 'roles'() {
        assert.deepEqual(await ada.api.updateUserRoles(dora.id, 'system_user system_manager'), OK);
        assert.equal((await ada.api.getUser(dora.id)).roles, 'system_user system_manager', 'dora manages');
        assert.equal((await dora.api.getConfig()).PasswordSettings.MinimumLength > 0, true, 'and reads what managers read');
        assert.deepEqual(await ada.api.updateUserRoles(dora.id, 'system_user'), OK);
        await refused(403, null, bob.api.updateUserRoles(bob.id, 'system_user system_admin'), 'helping oneself to a role');

        await refused(501, null, ada.api.demoteUserToGuest(dora.id), 'making guests where there are none');
        await ada.api.patchConfig({GuestAccountsSettings: {Enable: true}});
        assert.deepEqual(await ada.api.demoteUserToGuest(dora.id), OK);
        assert.equal((await ada.api.getUser(dora.id)).roles, 'system_guest', 'dora is a guest');
        assert.deepEqual(await ada.api.promoteGuestToUser(dora.id), OK);
        assert.equal((await ada.api.getUser(dora.id)).roles, 'system_user', 'and a member again');
    },

    async 'passwords'() {
        const next = 'A-stormy-Harbour-8';
        await refused(400, null, dora.api.updateUserPassword(dora.id, 'not-the-Password-7', next), 'a wrong old password');
        assert.deepEqual(await dora.api.updateUserPassword(dora.id, PASSWORD, next), OK);
        await refused(401, null, dora.api.login('dora', PASSWORD), 'the old password');
        await dora.logIn(next);
        assert.equal((await dora.api.loginById(dora.id, next)).id, dora.id, 'the new one opens, by id as well');
        assert.deepEqual(await ada.api.updateUserPassword(dora.id, '', PASSWORD), OK, 'an administrator needs no old one');
        await dora.logIn();

        // Nobody reads mail in this story: addresses are asked for, and wrong tokens open nothing.
        await refused(400, null, dora.api.resetUserPassword('x'.repeat(64), next), 'a token that nobody was sent');
        await refused(400, null, dora.api.verifyUserEmail('x'.repeat(64)), 'a token that proves no address');
        assert.deepEqual(await dora.api.sendPasswordResetEmail('nobody@harbour.test'), OK, 'addresses are not told apart');
        assert.deepEqual(await dora.api.sendVerificationEmail('nobody@harbour.test'), OK, 'here neither');
    },

    async 'too many attempts'() {
        await ada.api.patchConfig({ServiceSettings: {MaximumLoginAttempts: 2}});
        for (const attempt of [1, 2]) {
            await refused(401, null, dora.api.login('dora', 'not-the-Password-7'), `wrong password number ${attempt}`);
        }
        const locked = 'api.user.check_user_login_attempts.too_many.app_error';
        await refused(401, locked, dora.api.login('dora', PASSWORD), 'the right password, too late');
        assert.deepEqual(await ada.api.resetFailedAttempts(dora.id), OK);
        await dora.logIn();
        await ada.api.patchConfig({ServiceSettings: {MaximumLoginAttempts: 10}});
    },

    async 'leave and return'() {
        assert.deepEqual(await ada.api.updateUserActive(dora.id, false), OK);
        await refused(401, null, dora.api.getMe(), 'a session of a deactivated account');
        await refused(401, null, dora.api.login('dora', PASSWORD), 'logging in to it');
        assert.deepEqual(ids(await ada.api.getProfiles(0, 60, {inactive: true})), [dora.id], 'dora is gone');
        assert.deepEqual(await ada.api.updateUserActive(dora.id, true), OK);
        assert.deepEqual(await ada.api.getProfiles(0, 60, {inactive: true}), [], 'and back');
        await dora.logIn();
    },
};

const bearing = (person) => ({headers: {Authorization: `Bearer ${person.api.getToken()}`}});
