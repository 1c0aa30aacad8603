/** The plan on paper: its one button. */

document.querySelector("#print")?.addEventListener("click", () => window.print());
