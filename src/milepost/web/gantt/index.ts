/** The entry of the bundle: defines the element, and connects those marked `data-connect` with their project. */

import { connect } from "./controller";
import { MpGantt } from "./element";

customElements.define("mp-gantt", MpGantt);
for (const gantt of document.querySelectorAll<MpGantt>("mp-gantt[data-connect]")) connect(gantt);

export { connect, MpGantt };
