(function () {
  "use strict";
  var filter = document.querySelector(".filter:not(#rulesearch)");
  var scenarios = Array.prototype.slice.call(document.querySelectorAll("details.scenario"));
  var features = Array.prototype.slice.call(document.querySelectorAll("section.feature"));

  // A link to something folded opens what it is folded in.
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (!target) { return; }
    for (var e = target; e; e = e.parentElement) {
      if (e.tagName === "DETAILS") { e.open = true; e.hidden = false; }
      if (e.classList.contains("feature")) { e.hidden = false; }
    }
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", reveal);
  reveal();

  // On paper, what failed is open.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.scenario.failed, details.scenario.open, .card details, details.plain").forEach(function (d) { d.open = true; });
  });

  // Rules are found by any of their words.
  var search = document.getElementById("rulesearch");
  if (search) {
    var laws = Array.prototype.slice.call(document.querySelectorAll("details.law"));
    search.hidden = false;
    search.addEventListener("submit", function (e) { e.preventDefault(); });
    search.addEventListener("input", function () {
      var words = document.getElementById("findrule").value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      laws.forEach(function (law) {
        var text = law.textContent.toLowerCase();
        law.hidden = !words.every(function (w) { return text.includes(w); });
        shown += law.hidden ? 0 : 1;
      });
      document.getElementById("rulematches").textContent = words.length ? shown + " of " + laws.length : "";
    });
  }

  if (!filter) { return; }
  var find = document.getElementById("find");
  var fold = document.getElementById("fold");
  var matches = document.getElementById("matches");
  var none = document.querySelector(".nomatch");
  var texts = scenarios.map(function (s) { return s.dataset.text.toLowerCase(); });

  function apply() {
    var words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    var kind = filter.querySelector("input[name=kind]:checked").value;
    var shown = 0;
    scenarios.forEach(function (s, i) {
      var fits = (kind === "all" || s.dataset.kind === kind) && words.every(function (w) { return texts[i].includes(w); });
      s.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    features.forEach(function (f) { f.hidden = !f.querySelector("details.scenario:not([hidden])"); });
    none.hidden = shown > 0;
    matches.textContent = shown === scenarios.length ? "" : shown + " of " + scenarios.length;
  }

  filter.hidden = false;
  filter.addEventListener("input", apply);
  filter.addEventListener("submit", function (e) { e.preventDefault(); });
  fold.addEventListener("click", function () {
    var open = fold.textContent === "Open all";
    scenarios.forEach(function (s) { if (!s.hidden) { s.open = open; } });
    fold.textContent = open ? "Close all" : "Open all";
  });
  document.addEventListener("keydown", function (e) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) && e.target.type !== "radio";
    if (e.key === "/" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) {
      e.preventDefault();
      find.focus();
      find.select();
    } else if (e.key === "Escape" && e.target === find) {
      find.value = "";
      apply();
      find.blur();
    }
  });
  apply();
})();
