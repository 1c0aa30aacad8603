/** The entry of the bundle: defines the element, and connects those that name the project they show. */

import { connect } from "./controller";
import { MpGantt } from "./element";

customElements.define("mp-gantt", MpGantt);
for (const gantt of document.querySelectorAll<MpGantt>("mp-gantt[data-address]")) connect(gantt);

export { connect, MpGantt };
