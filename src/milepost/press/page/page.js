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
    document.querySelectorAll("details.more").forEach(function (more) { more.open = true; });
  });
  var chart = document.querySelector("#timeline .scroll");
  var status = document.querySelector("#gantt-grid .status");
  if (chart && status && chart.scrollWidth > chart.clientWidth) {
    var bars = chart.querySelector("th.row-bar");
    var today = bars.offsetLeft + bars.offsetWidth * parseFloat(status.getAttribute("x1")) / 100;
    chart.scrollLeft = today - chart.clientWidth * 0.7;
  }
  show();
})();
