// Stands for the plan page: keeps what the element asks for, so that a test can answer.
import "./gantt.js";

const gantt = document.querySelector("mp-gantt");
window.asked = [];
window.heard = [];
window.page = { gantt };
gantt.addEventListener("mp-command", (event) => window.asked.push(event.detail));
for (const name of ["mp-open", "mp-selection", "mp-view"]) {
  gantt.addEventListener(name, (event) => window.heard.push([name, event.detail]));
}
gantt.why = async (ref) => ({ sentence: `${ref} starts when its predecessor ends.`, driver_refs: ["T-2"], links: [["T-2", ref]] });
gantt.preview = async (calls) => `${calls[0].command}: the project ends 3 days later.`;
const plan = await (await fetch(`plan.json${location.search}`)).json();
const began = performance.now();
gantt.data = plan;
requestAnimationFrame(() => setTimeout(() => (document.documentElement.dataset.usable = performance.now() - began)));
