/** How somebody likes to see things, as they said on their page: asked once for each tab, kept in the browser. */

export interface Preferences {
  theme: string;
  language: string;
  zone: string;
}

const KEY = "preferences";
const NONE: Preferences = { theme: "", language: "", zone: "" };

export function preferences(): Preferences {
  const kept = localStorage.getItem(KEY);
  return kept ? (JSON.parse(kept) as Preferences) : NONE;
}

const who = document.querySelector(".mp-account strong")?.textContent ?? "";

async function ask(): Promise<void> {
  const answer = await fetch("/preferences.json", { credentials: "same-origin" });
  if (!answer.ok) return;
  const { theme, language, zone } = (await answer.json()) as Preferences;
  const before = preferences();
  localStorage.setItem(KEY, JSON.stringify({ theme, language, zone }));
  sessionStorage.setItem(KEY, who);
  if (theme !== before.theme) show(theme);
  if (language !== before.language || zone !== before.zone) document.dispatchEvent(new CustomEvent("mp:preferences"));
}

/** What was chosen with the switch of this browser holds until another theme is chosen for all of them. */
function show(theme: string): void {
  if (theme) localStorage.setItem("theme", theme);
  else localStorage.removeItem("theme");
  const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset["bsTheme"] = dark ? "dark" : "light";
}

// Where preferences are changed they are asked for again.
if (who && (sessionStorage.getItem(KEY) !== who || document.querySelector("[data-preferences]"))) void ask();
