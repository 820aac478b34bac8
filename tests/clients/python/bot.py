"""A bot that is made with mmpy_bot sits in a channel and answers those who call it.

    WARDROOM_URL=http://127.0.0.1:8065 python bot.py        (on a fresh server)
"""

import asyncio
import threading

from mattermostautodriver import Driver
from mmpy_bot import Bot, Plugin, Settings, listen_to

from telling import PASSWORD, SERVER, Listener, equal, expect, session, tell, until


class Lamps(Plugin):
    """Lights lamps, for whoever asks."""

    @listen_to("^light the lamp of (.*)$", needs_mention=True)
    async def light(self, message, place):
        self.driver.reply_to(message, f"the lamp of {place} is lit")
        self.driver.react_to(message, "bulb")

    @listen_to("^who are you$", direct_only=True)
    def answer(self, message):
        self.driver.reply_to(message, "the keeper of the lamps")


class Story:
    def __init__(self):
        where = {"scheme": SERVER.scheme, "url": SERVER.hostname, "port": SERVER.port, "request_timeout": 30}
        self.ada, self.keeper = Driver(where), Driver(where)

    def an_account_for_the_bot(self):
        ada, keeper = self.ada, self.keeper
        for person, name in ((ada, "ada"), (keeper, "keeper")):
            made = person.users.create_user({"username": name, "email": f"{name}@harbour.test", "password": PASSWORD})
            person.id = made["id"]
            person.options["token"] = session(name)
            person.login()
            ada.system.patch_config({
                "TeamSettings": {"EnableOpenServer": True}, "ServiceSettings": {"EnableUserAccessTokens": True},
            })
        self.team = ada.teams.create_team({"name": "harbour", "display_name": "Harbour", "type": "O"})["id"]
        ada.teams.add_team_member(self.team, {"team_id": self.team, "user_id": keeper.id})
        self.quay = ada.channels.get_channel_by_name(self.team, "town-square")["id"]
        ada.users.update_user_roles(keeper.id, {"roles": "system_user system_user_access_token"})
        self.token = keeper.users.create_user_access_token(keeper.id, {"description": "for the bot"})["token"]
        keeper.logout()

    def the_bot_arrives(self):
        settings = Settings(
            MATTERMOST_URL=f"{SERVER.scheme}://{SERVER.hostname}", MATTERMOST_PORT=SERVER.port,
            BOT_TOKEN=self.token, BOT_TEAM="harbour",
        )

        def run():
            asyncio.set_event_loop(asyncio.new_event_loop())
            Bot(settings, plugins=[Lamps()], enable_logging=False).run()
        threading.Thread(target=run, daemon=True).start()
        status = lambda: self.ada.status.get_user_status(self.keeper.id)["status"]
        until(lambda: status() == "online", "the bot's socket makes it online")

    def it_answers_in_a_channel(self):
        self.ears = Listener(self.ada, "ada")
        called = self.ada.posts.create_post({"channel_id": self.quay, "message": "@keeper light the lamp of the pier"})
        _, answer = self.ears.hears_post(lambda post: post["user_id"] == self.keeper.id)
        equal(answer["message"], "the lamp of the pier is lit", "the bot answers")
        equal(answer["root_id"], called["id"], "in the thread of the question")
        self.ears.hears("reaction_added")
        equal([r["emoji_name"] for r in self.ada.reactions.get_reactions(called["id"])], ["bulb"], "and marks it")

    def it_is_quiet_where_it_is_not_called(self):
        self.ada.posts.create_post({"channel_id": self.quay, "message": "light the lamp of the mole"})
        asked = self.ada.posts.create_post({"channel_id": self.quay, "message": "@keeper light the lamp of the quay"})
        _, answer = self.ears.hears_post(lambda post: post["user_id"] == self.keeper.id)
        equal(answer["root_id"], asked["id"], "the bot answers the one who called it")
        expect("mole" not in answer["message"], "and not the other")

    def it_answers_a_direct_message(self):
        direct = self.ada.channels.create_direct_channel([self.ada.id, self.keeper.id])
        self.ada.posts.create_post({"channel_id": direct["id"], "message": "who are you"})
        _, answer = self.ears.hears_post(lambda post: post["channel_id"] == direct["id"] and post["user_id"] == self.keeper.id)
        equal(answer["message"], "the keeper of the lamps", "the bot says who it is")


if __name__ == "__main__":
    story = Story()
    tell("mmpy_bot", [
        story.an_account_for_the_bot, story.the_bot_arrives, story.it_answers_in_a_channel,
        story.it_is_quiet_where_it_is_not_called, story.it_answers_a_direct_message,
    ])
