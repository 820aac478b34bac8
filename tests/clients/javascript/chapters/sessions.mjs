// Sessions and personal access tokens: listed, switched off and ended.

import assert from 'node:assert/strict';

import {OK, Person, ada, bob, cleo, dora, ids, refused} from '../harbour.mjs';

// The same person with another session.
async function elsewhere(person) {
    const other = new Person(person.name);
    other.id = person.id;
    await other.logIn();
    return other;
}

export default {
    async 'sessions'() {
        assert.equal((await bob.api.getSessions(bob.id)).length, 1, 'bob has one session');
        const phone = await elsewhere(bob);
        const both = await bob.api.getSessions(bob.id);
        assert.equal(both.length, 2, 'and another on his phone');
        assert.ok(both.every((session) => session.token === ''), 'no list shows a token');
        const newest = both.toSorted((one, other) => other.create_at - one.create_at)[0];
        assert.deepEqual(await bob.api.revokeSession(bob.id, newest.id), OK);
        await refused(401, null, phone.api.getMe(), 'the phone after its end');
        assert.equal((await bob.api.getMe()).id, bob.id, 'bob himself goes on');

        assert.deepEqual(await ada.api.revokeAllSessionsForUser(dora.id), OK);
        await refused(401, null, dora.api.getMe(), 'any session of hers');
        await dora.logIn();
    },

    async 'access tokens'() {
        await refused(501, null, ada.api.createUserAccessToken(ada.id, 'for a script'), 'tokens where there are none');
        await ada.api.patchConfig({ServiceSettings: {EnableUserAccessTokens: true}});
        await refused(403, null, bob.api.createUserAccessToken(bob.id, 'for a script'), 'without the permission');
        const made = await ada.api.createUserAccessToken(ada.id, 'for a script');
        const script = new Person('ada');
        script.api.setToken(made.token);
        assert.equal((await script.api.getMe()).id, ada.id, 'a script is ada with it');

        const read = await ada.api.getUserAccessToken(made.id);
        assert.deepEqual([read.description, read.is_active, read.token], ['for a script', true, undefined]);
        assert.deepEqual(ids(await ada.api.getUserAccessTokensForUser(ada.id)), [made.id], 'her tokens');
        assert.deepEqual(ids(await ada.api.getUserAccessTokens()), [made.id], "everybody's tokens");
        assert.deepEqual(await ada.api.disableUserAccessToken(made.id), OK);
        await refused(401, null, script.api.getMe(), 'a token that is switched off');
        assert.deepEqual(await ada.api.enableUserAccessToken(made.id), OK);
        assert.equal((await script.api.getMe()).id, ada.id, 'switched on again');
        assert.deepEqual(await ada.api.revokeUserAccessToken(made.id), OK);
        await refused(401, null, script.api.getMe(), 'a token that was ended');
        await refused(404, null, ada.api.getUserAccessToken(made.id), 'reading it');
    },

    async 'the end of all sessions'() {
        await refused(403, null, cleo.api.revokeSessionsForAllUsers(), "ending everybody's as a member");
        const spare = await elsewhere(ada);
        assert.deepEqual(await spare.api.revokeSessionsForAllUsers(), OK);
        for (const person of [ada, bob, cleo, dora]) {
            await refused(401, null, person.api.getMe(), `the session of ${person.name}`);
            person.socket?.close();
            await person.logIn();
        }
    },
};
