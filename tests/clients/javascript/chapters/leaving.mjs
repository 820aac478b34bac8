// Who leaves hears nothing more.

import assert from 'node:assert/strict';

import {ada, bob, cleo, pause, places, refused} from '../harbour.mjs';

export default {
    async 'a channel'() {
        const {quay, cabin} = places;
        for (const person of [ada, bob, cleo]) {
            person.heard = [];
            await person.listen();
        }
        await bob.api.removeFromChannel(bob.id, quay.id);
        await ada.hears('user_removed', ({data}) => data.user_id === bob.id);
        const secret = await ada.says(quay, 'a word among those who stayed');
        await cleo.hearsPost(secret.id);
        const marker = await ada.says(cabin, 'to the cabin');
        await bob.hearsPost(marker.id);
        bob.heardNothingOf(secret.id);
        cleo.heardNothingOf(cabin.id);
    },

    async 'the server'() {
        const {quay} = places;
        assert.equal((await cleo.api.logout()).status, 200, 'cleo logs out');
        await refused(401, null, cleo.api.getMe(), 'a session after its end');
        const later = await ada.says(quay, 'after she left');
        await ada.hearsPost(later.id);
        await pause(200);
        cleo.heardNothingOf(later.id);
    },
};
