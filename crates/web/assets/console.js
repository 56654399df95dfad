// Entry of the console's modules. Every page works without them; they spare steps and keep what was typed.

import { listenForKeys } from "./keys.js";
import { listenForForms } from "./forms.js";
import { listenForRows } from "./rows.js";
import { keepDrafts } from "./drafts.js";
import { watchFeed } from "./feed.js";

listenForKeys();
listenForForms(() => { keepDrafts(); watchFeed(); });
listenForRows();
keepDrafts();
watchFeed();
