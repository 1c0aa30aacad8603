(function () {
  var root = document.documentElement;
  var button = document.getElementById("theme");
  var wish = window.matchMedia("(prefers-color-scheme: dark)");
  function dark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : wish.matches;
  }
  function show() {
    button.setAttribute("aria-pressed", String(dark()));
    button.textContent = dark() ? "Light" : "Dark";
    button.setAttribute("aria-label", dark() ? "Use light colours" : "Use dark colours");
    button.removeAttribute("aria-pressed");
  }
  button.hidden = false;
  button.addEventListener("click", function () {
    root.dataset.theme = dark() ? "light" : "dark";
    show();
  });
  wish.addEventListener("change", show);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (more) { more.open = true; });
  });
  show();
})();
