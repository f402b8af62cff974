// The report's script: everything it adds can be done without.
"use strict";
(function () {
  var root = document.documentElement, stored = null;
  try { stored = localStorage.getItem("dropout-report-theme"); } catch (error) { stored = null; }
  if (stored === "dark" || stored === "light") { root.dataset.theme = stored; }

  function each(selector, action, within) {
    Array.prototype.forEach.call((within || document).querySelectorAll(selector), action);
  }

  function theme() {
    var button = document.getElementById("theme");
    var system = window.matchMedia("(prefers-color-scheme: dark)");
    function isDark() {
      return root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
    }
    function label() { button.textContent = isDark() ? "Light mode" : "Dark mode"; }
    button.hidden = false;
    button.addEventListener("click", function () {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.setItem("dropout-report-theme", root.dataset.theme); } catch (error) {}
      label();
    });
    if (system.addEventListener) { system.addEventListener("change", label); }
    label();
  }

  var tip;
  function showTip(text, x, y) {
    tip.textContent = text;
    tip.hidden = false;
    var box = tip.getBoundingClientRect();
    var left = Math.min(x + 14, window.innerWidth - box.width - 8);
    var top = y - box.height - 12;
    tip.style.transform = "translate(" + Math.max(8, left) + "px," + (top > 4 ? top : y + 18) + "px)";
  }
  function hideTip() { tip.hidden = true; }

  // An element's own title becomes its label, so that it is not shown twice.
  function textOf(element) {
    while (element && element !== document.body) {
      if (element.tagName === "svg" && !element.classList.contains("stretch")) { return null; }
      if (element.dataset && element.dataset.tip) { return element.dataset.tip; }
      var first = element.querySelector ? element.querySelector(":scope > title") : null;
      if (first) {
        element.dataset.tip = first.textContent;
        element.setAttribute("aria-label", first.textContent);
        first.remove();
        return element.dataset.tip;
      }
      element = element.parentNode;
    }
    return null;
  }
  function tips() {
    tip = document.getElementById("tip");
    document.addEventListener("pointermove", function (event) {
      if (event.target.closest && event.target.closest("[data-curves]")) { return; }
      var text = event.target.closest && event.target.closest("svg") ? textOf(event.target) : null;
      if (text) { showTip(text, event.clientX, event.clientY); } else { hideTip(); }
    });
    document.addEventListener("scroll", hideTip, { passive: true });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { hideTip(); }
    });
  }

  function legends() {
    each("figure .legend", function (legend) {
      var figure = legend.closest("figure");
      each("li[data-key]", function (item) {
        var button = document.createElement("button");
        button.type = "button";
        button.setAttribute("aria-pressed", "true");
        while (item.firstChild) { button.appendChild(item.firstChild); }
        item.appendChild(button);
        button.addEventListener("click", function () {
          var isOn = button.getAttribute("aria-pressed") !== "true";
          button.setAttribute("aria-pressed", String(isOn));
          each('[data-s="' + item.dataset.key + '"]', function (part) {
            part.classList.toggle("off", !isOn);
          }, figure);
        });
      }, legend);
    });
  }

  function curves() {
    each("[data-curves]", function (area) {
      var figure = area.closest("figure"), names = {}, index = -1;
      each("li[data-key]", function (item) { names[item.dataset.key] = item; }, figure);
      var points = area.dataset.curves.split("|").map(function (line) {
        var parts = line.split(";");
        return { step: parts[0], place: Number(parts[1]), values: parts.slice(2) };
      });
      var line = document.createElement("div");
      line.className = "cross";
      line.hidden = true;
      area.appendChild(line);
      function show(number, y) {
        index = Math.max(0, Math.min(points.length - 1, number));
        var point = points[index], box = area.getBoundingClientRect();
        line.hidden = false;
        line.style.left = point.place + "%";
        var rows = point.values.map(function (value) { return value.split("="); })
          .filter(function (pair) {
            var button = names[pair[0]].querySelector("button");
            return !button || button.getAttribute("aria-pressed") === "true";
          })
          .map(function (pair) { return names[pair[0]].textContent.trim() + "  " + pair[1]; });
        showTip("step " + point.step + "\n" + rows.join("\n"),
          box.left + box.width * point.place / 100, y);
      }
      function hide() { line.hidden = true; hideTip(); }
      area.addEventListener("pointermove", function (event) {
        var box = area.getBoundingClientRect();
        var place = 100 * (event.clientX - box.left) / box.width, nearest = 0;
        points.forEach(function (point, number) {
          if (Math.abs(point.place - place) < Math.abs(points[nearest].place - place)) {
            nearest = number;
          }
        });
        show(nearest, event.clientY);
      });
      area.addEventListener("pointerleave", hide);
      area.addEventListener("blur", hide);
      area.addEventListener("keydown", function (event) {
        var move = { ArrowLeft: -1, ArrowRight: 1, Home: -1e9, End: 1e9 }[event.key];
        if (!move) { return; }
        event.preventDefault();
        var box = area.getBoundingClientRect();
        show(index + move, box.top + box.height / 3);
      });
    });
  }

  function copying() {
    each(".copy", function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        var source = document.getElementById(button.dataset.copy);
        function done() {
          button.textContent = "copied";
          setTimeout(function () { button.textContent = "copy"; }, 1500);
        }
        function select() {
          var range = document.createRange();
          range.selectNodeContents(source);
          window.getSelection().removeAllRanges();
          window.getSelection().addRange(range);
          if (document.execCommand("copy")) { done(); }
        }
        if (navigator.clipboard) {
          navigator.clipboard.writeText(source.textContent).then(done, select);
        } else { select(); }
      });
    });
  }

  function printing() {
    var opened = [];
    window.addEventListener("beforeprint", function () {
      each("details:not([open])", function (part) { part.open = true; opened.push(part); });
    });
    window.addEventListener("afterprint", function () {
      opened.forEach(function (part) { part.open = false; });
      opened = [];
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    theme(); tips(); legends(); curves(); copying(); printing();
  });
})();
