/** Sets light or dark before anything is drawn, so that a page never flashes. Loaded in the head, blocking, tiny. */

{
  const kept = localStorage.getItem("theme");
  const dark = kept ? kept === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset["bsTheme"] = dark ? "dark" : "light";
  document.documentElement.classList.add("scripted");
}
