// Keeps the page current without losing what the reader has opened. Without it the page still works.
"use strict";
(function () {
  function keys(root, open) {
    return Array.from(root.querySelectorAll("details[data-key]")).filter(function (d) {
      return d.open === open;
    }).map(function (d) { return d.dataset.key; });
  }

  function put(next) {
    var main = document.querySelector("main");
    var opened = keys(main, true);
    var closed = keys(main, false);
    next.querySelectorAll("main details[data-key]").forEach(function (d) {
      if (opened.includes(d.dataset.key)) { d.open = true; }
      if (closed.includes(d.dataset.key)) { d.open = false; }
    });
    var focused = document.activeElement && main.contains(document.activeElement);
    if (!focused && !String(window.getSelection())) {
      main.replaceWith(document.adoptNode(next.querySelector("main")));
      document.title = next.title;
    }
  }

  function again() {
    var main = document.querySelector("main[data-refresh]");
    if (main) { window.setTimeout(refresh, Number(main.dataset.refresh) * 1000); }
  }

  function refresh() {
    fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" })
      .then(function (answer) { if (!answer.ok) { throw new Error("no page"); } return answer.text(); })
      .then(function (text) {
        document.body.classList.remove("lost");
        put(new DOMParser().parseFromString(text, "text/html"));
      })
      .catch(function () {
        document.body.classList.add("lost");
        document.title = "? no answer · Drillmaster";
      })
      .then(again);
  }

  again();
})();
