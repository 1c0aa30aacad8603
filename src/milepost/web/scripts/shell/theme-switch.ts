/** The button that switches between light and dark; the choice is kept in the browser. */

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest("[data-theme-switch]");
  if (!button) return;
  const root = document.documentElement;
  const theme = root.dataset["bsTheme"] === "dark" ? "light" : "dark";
  root.dataset["bsTheme"] = theme;
  localStorage.setItem("theme", theme);
  button.setAttribute("aria-pressed", String(theme === "dark"));
});
