// The first account opens the server, and the others join.

import assert from 'node:assert/strict';

import {ada, bob, cleo, dora, places, refused} from '../harbour.mjs';

export default {
    async 'the first account'() {
        assert.equal((await ada.api.ping(false)).status, 'OK', 'the server answers a ping');
        assert.equal((await ada.api.getClientLicenseOld()).IsLicensed, 'false', 'there is no licence');
        assert.equal((await ada.api.getClientConfig()).NoAccounts, 'true', 'a visitor is sent to sign up');

        await ada.signUp();
        await ada.logIn();
        const me = await ada.api.getMe();
        assert.deepEqual(me.roles.split(' ').sort(), ['system_admin', 'system_user'], 'the first user administers');
        assert.equal((await ada.api.getClientConfig()).NoAccounts, 'false', 'there is an account now');
        await ada.listen();
    },

    async 'the others'() {
        await refused(403, 'api.user.create_user.no_open_server', bob.signUp(), 'signing up on a closed server');
        await ada.api.patchConfig({TeamSettings: {EnableOpenServer: true}});
        for (const person of [bob, cleo, dora]) {
            await person.signUp();
            await ada.hears('new_user', ({data}) => data.user_id === person.id);
            await refused(401, null, person.api.login(person.name, 'not-the-Password-7'), 'a wrong password');
            await person.logIn();
        }
        for (const person of [bob, cleo]) {
            await person.listen();
        }

        assert.equal((await bob.api.getMe()).roles, 'system_user', 'the second user does not administer');
        const config = await bob.api.getClientConfig();
        assert.match(config.Version, /^11\./, 'the client configuration tells the version');
        assert.equal(config.EnableOpenServer, 'true', 'and that the server is open');
    },

    async 'a place to meet'() {
        const team = await ada.api.createTeam({name: 'harbour', display_name: 'Harbour', type: 'O'});
        for (const person of [bob, cleo]) {
            await ada.api.addToTeam(team.id, person.id);
            await person.hears('added_to_team', ({data}) => data.team_id === team.id && data.user_id === person.id);
        }
        const names = (await bob.api.getMyChannels(team.id)).map((channel) => channel.name).sort();
        assert.deepEqual(names, ['off-topic', 'town-square'], 'a new member is in the default channels');
        places.team = team;
    },

    async 'two channels'() {
        const {team} = places;
        const quay = await ada.api.createChannel({team_id: team.id, name: 'quay', display_name: 'The Quay', type: 'O'});
        await ada.hears('channel_created', ({data}) => data.channel_id === quay.id);
        const listed = await bob.api.getChannels(team.id);
        assert.ok(listed.some((channel) => channel.id === quay.id), 'a public channel is listed for others');
        await bob.api.addToChannel(bob.id, quay.id);
        await ada.hears('user_added', ({data}) => data.user_id === bob.id);
        await cleo.api.addToChannel(cleo.id, quay.id);
        // As the official client does, so that they get the short-lived events of what they look at.
        ada.socket.updateActiveChannel(quay.id);
        bob.socket.updateActiveChannel(quay.id);

        const cabin = await ada.api.createChannel({team_id: team.id, name: 'cabin', display_name: 'Cabin', type: 'P'});
        await ada.api.addToChannel(bob.id, cabin.id);
        await bob.hears('user_added', ({data, broadcast}) => data.user_id === bob.id && broadcast.channel_id === cabin.id);
        await refused(403, null, cleo.api.getPosts(cabin.id), 'reading a private channel from outside');
        await refused(403, null, cleo.says(cabin, 'let me in'), 'posting in a private channel from outside');
        Object.assign(places, {quay, cabin});
    },
};
