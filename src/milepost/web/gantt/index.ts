/** The entry of the bundle: defines the element. */

import { MpGantt } from "./element";

customElements.define("mp-gantt", MpGantt);
export { MpGantt };
