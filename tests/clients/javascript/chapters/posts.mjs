// What people write, and what they do with what others wrote.

import assert from 'node:assert/strict';

import {OK, ada, bob, cleo, ids, places, refused, sameItems} from '../harbour.mjs';

let hello;

const texts = (posts) => posts.map((post) => post.message);

export default {
    async 'a post'() {
        const {quay} = places;
        const pending = `${ada.id}:${Date.now()}`;
        hello = await ada.says(quay, 'Ahoy @bob, have a look at the #tide', {pending_post_id: pending});
        const heard = await bob.hearsPost(hello.id);
        assert.equal(heard.post.message, hello.message, 'a post arrives as it was written');
        assert.deepEqual(JSON.parse(heard.data.mentions), [bob.id], 'bob is mentioned');
        assert.equal((await cleo.hearsPost(hello.id)).data.mentions, undefined, 'cleo is not');
        const again = await ada.says(quay, hello.message, {pending_post_id: pending});
        assert.equal(again.id, hello.id, 'a repeated post is the same post');

        assert.equal((await cleo.api.getPost(hello.id)).hashtags, '#tide', 'a post by id');
        sameItems(ids(await cleo.api.getPostsByIds([hello.id, 'y'.repeat(26)])), [hello.id], 'posts by ids');
        const info = await cleo.api.getPostInfo(hello.id);
        assert.deepEqual([info.channel_id, info.team_display_name, info.has_joined_channel], [quay.id, 'Harbour', true]);
        assert.deepEqual(await cleo.api.getFileInfosForPost(hello.id), [], 'it has no files');
    },

    async 'a reply'() {
        const {quay} = places;
        const reply = await bob.says(quay, 'Aye', {root_id: hello.id});
        assert.equal((await ada.hearsPost(reply.id)).post.root_id, hello.id, 'a reply knows its root');
        const thread = await ada.api.getPostThread(hello.id);
        sameItems(thread.order, [hello.id, reply.id], 'the thread holds both');
        assert.equal(thread.posts[hello.id].reply_count, 1, 'the root counts its reply');

        assert.deepEqual(await bob.api.deletePost(reply.id), OK);
        const deleted = JSON.parse((await ada.hears('post_deleted')).data.post);
        assert.equal(deleted.id, reply.id, 'the deletion arrives');
        await refused(404, null, ada.api.getPost(reply.id), 'reading a deleted post');
        assert.deepEqual((await ada.api.getPostThread(hello.id)).order, [hello.id], 'the thread has lost it');
    },

    async 'reactions'() {
        assert.equal((await bob.api.addReaction(bob.id, hello.id, 'anchor')).emoji_name, 'anchor');
        const reaction = JSON.parse((await ada.hears('reaction_added')).data.reaction);
        assert.deepEqual([reaction.user_id, reaction.post_id, reaction.emoji_name], [bob.id, hello.id, 'anchor']);
        assert.equal((await ada.api.getReactionsForPost(hello.id)).length, 1, 'the post has one reaction');
        assert.deepEqual(await bob.api.removeReaction(bob.id, hello.id, 'anchor'), OK);
        await ada.hears('reaction_removed');
        assert.deepEqual(await ada.api.getReactionsForPost(hello.id) ?? [], [], 'and none any more');
    },

    async 'typing'() {
        ada.socket.userTyping(places.quay.id, '');
        assert.equal((await bob.hears('typing')).data.user_id, ada.id, 'bob sees ada typing');
    },

    async 'edits'() {
        const before = hello.message;
        const patched = await ada.api.patchPost({id: hello.id, message: 'Ahoy @bob, the tide is in'});
        // Reactions and replies tell of a changed post, too: this one has a new text.
        const isEdit = ({data}) => JSON.parse(data.post).edit_at > 0;
        const edited = JSON.parse((await bob.hears('post_edited', isEdit)).data.post);
        assert.equal(edited.message, patched.message, 'the new text arrives');
        await refused(403, null, cleo.api.patchPost({id: hello.id, message: 'mine'}), "editing another's post");

        const updated = await ada.api.updatePost({...patched, message: 'Ahoy @bob, the tide is out'});
        assert.equal(updated.message, 'Ahoy @bob, the tide is out', 'the whole post again');
        const history = await ada.api.getPostEditHistory(hello.id);
        sameItems(texts(history), [before, patched.message], 'the old texts are kept');
        const oldest = history.find((post) => post.message === before);
        const {data: restored} = await ada.api.restorePostVersion(hello.id, oldest.id, '');
        assert.deepEqual([restored.id, restored.message], [hello.id, before], 'the first text is back');
        assert.equal((await bob.api.getPost(hello.id)).message, before, 'for others, too');
    },

    async 'pinned and saved'() {
        const {team, quay} = places;
        assert.deepEqual(await bob.api.pinPost(hello.id), OK);
        assert.deepEqual((await cleo.api.getPinnedPosts(quay.id)).order, [hello.id], 'a pinned post');
        assert.deepEqual(await bob.api.unpinPost(hello.id), OK);
        assert.deepEqual((await cleo.api.getPinnedPosts(quay.id)).order, [], 'unpinned');

        const saved = {user_id: bob.id, category: 'flagged_post', name: hello.id, value: 'true'};
        await bob.api.savePreferences(bob.id, [saved]);
        assert.deepEqual((await bob.api.getFlaggedPosts(bob.id, quay.id, team.id)).order, [hello.id], 'a saved post');
        await bob.api.deletePreferences(bob.id, [saved]);
        assert.deepEqual((await bob.api.getFlaggedPosts(bob.id)).order, [], 'saved no more');
    },

    async 'for one pair of eyes'() {
        const {quay} = places;
        const whispered = {channel_id: quay.id, message: 'psst, bob'};
        const whisper = await ada.api.createPostEphemeral(bob.id, whispered);
        const heard = await bob.hears('ephemeral_message', ({data}) => JSON.parse(data.post).id === whisper.id);
        assert.equal(JSON.parse(heard.data.post).message, whispered.message, 'bob hears a whisper');
        const later = await ada.says(quay, 'aloud');
        await cleo.hearsPost(later.id);
        cleo.heardNothingOf(whisper.id);
        await refused(403, null, bob.api.createPostEphemeral(cleo.id, whispered), 'whispering without permission');
    },

    async 'search'() {
        const {team} = places;
        await refused(501, null, bob.api.searchPosts(team.id, 'tide', false), 'searching where it is off');
        await refused(501, null, bob.api.searchPostsWithParams(team.id, {terms: 'tide'}), 'here as well');
    },
};
