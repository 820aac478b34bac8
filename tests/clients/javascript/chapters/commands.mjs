// Slash commands: offered while one types, and done.

import assert from 'node:assert/strict';

import {ada, bob, cleo, places} from '../harbour.mjs';

export default {
    async 'offered'() {
        const {team, quay} = places;
        const triggers = (await bob.api.getAutocompleteCommandsList(team.id)).map((command) => command.trigger);
        assert.ok(['away', 'me', 'shrug', 'topic', 'header'].filter((one) => triggers.includes(one)).length >= 4, 'by name');
        assert.ok((await bob.api.getCommandsList(team.id)).some((command) => command.trigger === 'shrug'), 'in the list');
        assert.deepEqual(await ada.api.getCustomTeamCommands(team.id), [], 'nobody made any');
        const args = {team_id: team.id, channel_id: quay.id, root_id: ''};
        const suggested = await bob.api.getCommandAutocompleteSuggestionsList('/shr', team.id, args);
        assert.deepEqual(suggested.map((one) => one.Suggestion), ['shrug'], 'while bob types');
    },

    async 'done'() {
        const {team, quay} = places;
        const args = {team_id: team.id, channel_id: quay.id};
        cleo.heard = [];
        const answer = await bob.api.executeCommand('/shrug who knows', args);
        assert.ok(['in_channel', ''].includes(answer.response_type), 'it is said in the channel');
        const heard = await cleo.hears('posted', ({data}) => data.post.includes('who knows'));
        assert.match(JSON.parse(heard.data.post).message, /^who knows .*ツ/, 'cleo sees bob shrug');

        await bob.api.executeCommand('/away', args);
        assert.equal((await cleo.api.getStatus(bob.id)).status, 'away', 'bob is away');
        await bob.api.executeCommand('/online', args);
        assert.equal((await cleo.api.getStatus(bob.id)).status, 'online', 'and back');
    },
};
