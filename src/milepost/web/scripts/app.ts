/** The script of every page: htmx and what the shell adds to it. */

import "htmx.org";
import "./shell/theme-switch";
import "./shell/drops";
import "./shell/dialogs";
import "./shell/toasts";
import "./shell/palette";
import "./shell/keys";
import "./shell/choosing";
import "./shell/preferences";
import "./shell/times";
import "./shell/live";
import "./register/filtering";
import "./register/picking";
import "./register/editing";
import "./register/views";
