/** The script of every page: htmx and what the shell adds to it. */

import "htmx.org";
import "./shell/theme-switch";
