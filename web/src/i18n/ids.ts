import type admin from "./en/admin.json";
import type alerts from "./en/alerts.json";
import type buttons from "./en/buttons.json";
import type channels from "./en/channels.json";
import type composer from "./en/composer.json";
import type emoji from "./en/emoji.json";
import type entry from "./en/entry.json";
import type messages from "./en/messages.json";
import type moving from "./en/moving.json";
import type people from "./en/people.json";
import type reading from "./en/reading.json";
import type session from "./en/session.json";
import type settings from "./en/settings.json";
import type setup from "./en/setup.json";
import type trouble from "./en/trouble.json";
import type ui from "./en/ui.json";

/** Every message there is, by its explicit id `area.thing`. */
export type MessageId =
  | keyof typeof admin
  | keyof typeof alerts
  | keyof typeof buttons
  | keyof typeof channels
  | keyof typeof composer
  | keyof typeof emoji
  | keyof typeof entry
  | keyof typeof messages
  | keyof typeof moving
  | keyof typeof people
  | keyof typeof reading
  | keyof typeof session
  | keyof typeof settings
  | keyof typeof setup
  | keyof typeof trouble
  | keyof typeof ui;
