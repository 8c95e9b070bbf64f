(function () {
  "use strict";
  const most = 500;
  const byId = (id) => document.getElementById(id);
  const state = { run: "", rows: [], held: [], skipped: 0, figures: null, chosen: "", paused: false, arrivals: [], drawn: 0 };
  const kinds = { error: "bad", warning: "warn", note: "info" };

  // What comes from outside is text, and what would hide or turn it is shown.
  const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
  const clean = (text) => String(text ?? "").replace(hidden, (c) => "\\u" + c.codePointAt(0).toString(16).padStart(4, "0"));

  // make builds an element: make("p.muted", {title: "x"}, "text", child…)
  function make(what, attributes, ...children) {
    const [tag, ...classes] = what.split(".");
    const e = document.createElement(tag);
    if (classes.length) { e.className = classes.join(" "); }
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "onclick") { e.addEventListener("click", value); } else if (value !== undefined && value !== false) { e.setAttribute(name, value); }
    }
    for (const c of children.flat()) {
      if (c !== null && c !== undefined && c !== "") { e.append(c instanceof Node ? c : clean(c)); }
    }
    return e;
  }

  const thousands = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
  const count = (n, one) => thousands(n) + " " + one + (n === 1 ? "" : "s");
  const took = (ms) => ms < 10 ? ms.toFixed(1) + " ms" : ms < 1000 ? ms.toFixed(0) + " ms" : (ms / 1000).toFixed(2) + " s";
  const grade = (status) => ({ 0: "none", 1: "info", 2: "ok", 3: "info", 4: "warn" })[Math.floor(status / 100)] || "bad";
  const clock = (at) => new Date(at).toISOString().slice(11, 23);

  function stack(parts) {
    const all = parts.filter((p) => p.n > 0);
    const bar = make("div.stack", { role: "img", "aria-label": all.map((p) => p.name + " " + p.n).join(", ") || "none" });
    for (const p of all) {
      const s = make("span." + p.kind, { title: p.name + ": " + p.n });
      s.style.flexGrow = p.n;
      bar.append(s);
    }
    return bar;
  }

  // The filter.
  const find = byId("find");
  const words = () => find.value.toLowerCase().split(/\s+/).filter(Boolean);
  const kind = () => document.querySelector("input[name=kind]:checked").value;
  function rowFits(r, all, k) {
    if (k === "error" && !r.errors || k === "warning" && !r.warnings || k === "refused" && Math.floor(r.status / 100) === 2) { return false; }
    const text = [r.id, r.method, r.target, r.status || "none", r.contract, r.operation, r.failure, r.callback ? "callback" : "", ...(r.rules || [])].join(" ").toLowerCase();
    return all.every((w) => text.includes(w));
  }
  function findingFits(f, all, k) {
    if ((k === "error" || k === "warning") && f.severity !== k) { return false; }
    const text = [f.rule, f.severity, f.contract, f.operation, f.method, f.path, f.where, f.blame].join(" ").toLowerCase();
    return all.every((w) => text.includes(w));
  }
  function endpointFits(e, all, k) {
    if (k === "error" && !e.errors || k === "warning" && !e.warnings || k === "refused" && e.calls === e.ok) { return false; }
    const text = [e.contract, e.operation, e.method, e.path, e.callback ? "callback" : "", ...Object.keys(e.statuses)].join(" ").toLowerCase();
    return all.every((w) => text.includes(w));
  }
  function filterBy(text) {
    find.value = text;
    document.querySelector("input[name=kind][value=all]").checked = true;
    show("exchanges");
    drawAll();
  }

  // The list.
  const list = byId("rows");
  function rowView(r, isNew) {
    const marks = make("span.marks", {});
    if (r.callback) { marks.append(make("span.pill", {}, "callback")); }
    for (const [name, n] of [["error", r.errors], ["warning", r.warnings], ["note", r.notes]]) {
      if (n) { marks.append(make("span.tag." + kinds[name], { title: count(n, name) }, n, make("span.sr", {}, " " + name))); }
    }
    const b = make("button", { type: "button", "data-id": clean(r.id), onclick: () => choose(r.id), "aria-current": r.id === state.chosen ? "true" : undefined },
      make("span.code." + grade(r.status), {}, r.status || "none"), make("span.req", {}, make("b", {}, r.method), " ", r.target), marks,
      make("span.id", {}, r.id), make("span.about", {}, r.operation ? r.contract + " " + r.operation : r.failure || "no contract knows this call"), make("span.took", {}, took(r.took)));
    return make("li" + (isNew ? ".new" : ""), {}, b);
  }
  function drawRows() {
    const all = words(), k = kind();
    const fits = state.rows.filter((r) => rowFits(r, all, k));
    const known = new Set(Array.from(list.querySelectorAll("button"), (b) => b.dataset.id));
    const focused = document.activeElement && list.contains(document.activeElement) ? document.activeElement.dataset.id : "";
    const views = new Map(Array.from(list.children, (li) => [li.firstChild.dataset.id, li]));
    const fragment = document.createDocumentFragment();
    for (let i = fits.length - 1; i >= 0; i--) {
      const old = views.get(fits[i].id);
      if (old) { old.classList.remove("new"); }
      fragment.append(old || rowView(fits[i], known.size > 0));
    }
    list.replaceChildren(fragment);
    if (focused) { list.querySelector("button[data-id=" + CSS.escape(focused) + "]")?.focus({ preventScroll: true }); }
    byId("empty").hidden = fits.length > 0;
    byId("empty").textContent = state.rows.length ? "No exchange fits the filter." : "No exchange yet.";
    byId("matches").textContent = fits.length === state.rows.length ? "" : thousands(fits.length) + " of " + thousands(state.rows.length);
    const notice = byId("notice");
    notice.hidden = !state.skipped && !state.held.length;
    notice.textContent = state.paused ? (state.held.length ? count(state.held.length, "exchange") + " came since the pause." : "")
      : "The latest " + thousands(state.rows.length) + " exchanges; " + thousands(state.skipped) + " earlier ones stand in the report.";
  }
  function take(rows) {
    state.rows = state.rows.concat(rows);
    const over = state.rows.length - most;
    if (over > 0) { state.skipped += over; state.rows = state.rows.slice(over); }
  }

  // One exchange.
  const detail = byId("detail"), invitation = Array.from(detail.childNodes);
  async function choose(id, quiet) {
    state.chosen = id;
    for (const b of list.querySelectorAll("button[aria-current]")) { b.removeAttribute("aria-current"); }
    list.querySelector("button[data-id=" + CSS.escape(id) + "]")?.setAttribute("aria-current", "true");
    history.replaceState(null, "", "#" + encodeURIComponent(id));
    byId("exchanges").classList.add("chosen");
    let d;
    try {
      const answer = await fetch("live/exchanges/" + encodeURIComponent(id));
      if (!answer.ok) { throw new Error(answer.status === 404 ? "There is no exchange " + id + "." : "It cannot be read (status " + answer.status + ")."); }
      d = await answer.json();
    } catch (e) {
      if (state.chosen === id) { detail.replaceChildren(make("p.empty", {}, e.message)); }
      return;
    }
    if (state.chosen !== id) { return; }
    detail.replaceChildren(...detailView(d));
    detail.scrollTop = 0;
    if (!quiet && getComputedStyle(detail).position === "static") { detail.scrollIntoView({ block: "start" }); }
  }
  function detailView(d) {
    const copied = (button, text) => async () => {
      try { await navigator.clipboard.writeText(text); button.textContent = "Copied"; } catch { button.textContent = "Not allowed here"; }
      setTimeout(() => { button.textContent = button.dataset.name; }, 1500);
    };
    const act = (name, text) => {
      const b = make("button", { type: "button", "data-name": name, "data-text": text }, name);
      b.addEventListener("click", copied(b, text));
      return b;
    };
    const parts = [
      make("h2", {}, make("span.code." + grade(d.status), {}, d.status || "none"), make("span.req", {}, d.method + " " + d.target)),
      make("p.muted.meta", {}, d.id + ", " + clock(d.at) + " UTC, " + (d.operation ? d.contract + " " + d.operation : "no contract knows this call") +
        ", took " + took(d.took) + ", the target " + took(d.waited) + (d.redacted ? ", " + count(d.redacted.length, "place") + " redacted" : "")),
      make("p.muted.meta", {}, d.url),
    ];
    if (d.broke || d.failure) { parts.push(make("p.failure", {}, (d.failure || "").replaceAll("-", " ") + (d.broke ? ": " + d.broke : ""))); }
    parts.push(make("div.acts", {}, act("Copy as curl", d.curl), act("Copy link", location.origin + location.pathname + "#" + d.id)));
    if (d.findings.length) {
      parts.push(make("h3", {}, count(d.findings.length, "finding")), make("ul.found", {}, d.findings.map((f) => make("li", {}, make("span.tag." + kinds[f.severity], {}, f.severity),
        make("span", {}, make("code", {}, f.rule), " ", make("b", {}, f.where), saying(f), make("small", {}, [f.help, f.blame && "blame: " + f.blame, f.spec].filter(Boolean).join(" · ")))))));
    }
    parts.push(make("h3", {}, "Request"), messageView(d.request, d.findings), make("h3", {}, "Answer"), messageView(d.response, d.findings));
    return parts;
  }
  const saying = (f) => (f.want ? ": want " + f.want : "") + (f.got ? (f.want ? ", " : ": ") + "got " + f.got : "");
  function messageView(m, findings) {
    const mark = (l, ...text) => {
      const about = (l.at || []).map((i) => findings[i]).filter(Boolean);
      const worst = ["error", "warning", "note"].find((s) => about.some((f) => f.severity === s));
      return make("span.l" + (worst ? "." + kinds[worst] : ""), {}, ...text, ...about.map((f) => make("span.why", {}, f.rule + " · " + f.where.replace(/^.* body/, "body") + saying(f))));
    };
    const head = make("pre.head", { tabindex: "0" }, mark(m.start, make("b", {}, m.start.text)),
      m.headers.map((h) => h.text === "" && h.at ? mark(h, make("span.h", {}, h.name + ": "), make("i", {}, "not sent")) : mark(h, make("span.h", {}, h.name + ": "), h.text)));
    return make("div.message", {}, head, m.body ? make("pre.body", { tabindex: "0" }, m.body.map((l) => mark(l, l.text || "\u00a0"))) : null, m.note ? make("p.muted.note", {}, m.note) : null);
  }

  // The findings.
  function drawFindings() {
    const all = words(), k = kind(), f = state.figures, groups = new Map();
    for (const one of (f ? f.findings : []).filter((x) => findingFits(x, all, k))) {
      const key = one.severity + " " + one.rule;
      groups.set(key, (groups.get(key) || []).concat(one));
    }
    const views = Array.from(groups.values(), (list) => make("article.rule." + list[0].severity, {},
      make("h3", {}, make("span.tag." + kinds[list[0].severity], {}, list[0].severity), " ", make("code", {}, list[0].rule), " ",
        make("span.pill", {}, count(list.reduce((n, x) => n + x.count, 0), "time"))),
      list.map(findingView)));
    byId("findings").replaceChildren(...(views.length ? views : [make("p.empty", {}, f && f.findings.length ? "No finding fits the filter." : "Nothing found so far.")]));
  }
  function findingView(f) {
    const facts = [["where", f.where], ["want", f.want], ["got", f.got], ["spec", f.spec], ["hint", f.help], ["blame", f.blame && f.blame + (f.because ? ": " + f.because : "")]];
    return make("div.each", {},
      make("p.about", {}, [f.contract, f.operation || [f.method, f.path].filter(Boolean).join(" ")].filter(Boolean).join(" ")),
      make("dl.fact", {}, facts.filter((x) => x[1]).map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)))),
      make("p.ids", {}, make("button", { type: "button", onclick: () => filterBy([f.rule, f.operation].filter(Boolean).join(" ")) }, "show in the list"),
        (f.exchanges || []).slice(0, 8).map((id) => make("button", { type: "button", onclick: () => { show("exchanges"); choose(id); } }, id)),
        f.count > 8 ? make("span.muted", {}, count(f.count, "time")) : null));
  }

  // The endpoints.
  function drawEndpoints() {
    const all = words(), k = kind(), f = state.figures, groups = new Map();
    for (const e of (f ? f.endpoints : []).filter((x) => endpointFits(x, all, k))) {
      const key = e.contract + (e.callback ? " calls to the merchant" : "");
      groups.set(key, (groups.get(key) || []).concat(e));
    }
    const views = [];
    for (const [name, list] of groups) {
      views.push(make("h3.group", {}, name), make("div.cards", {}, list.map(endpointView)));
    }
    byId("endpoints").replaceChildren(...(views.length ? views : [make("p.empty", {}, f && f.endpoints.length ? "No endpoint fits the filter." : "No operation that a contract knows was called so far.")]));
  }
  function endpointView(e) {
    const rate = Math.floor(e.ok * 100 / e.calls);
    const statuses = Object.entries(e.statuses).map(([s, n]) => ({ kind: grade(Number(s)), name: Number(s) ? s : "no answer", n }));
    const tags = [["error", e.errors], ["warning", e.warnings]].filter((x) => x[1]).map(([name, n]) => make("span.tag." + kinds[name], {}, count(n, name)));
    return make("article.card." + (e.errors ? "bad" : e.warnings ? "warn" : "ok"), {},
      make("h4", {}, make("button", { type: "button", title: "show in the list", onclick: () => filterBy(e.operation) },
        make("span.method", {}, e.method), make("span.colon", {}, ":"), make("span.path", {}, e.path))),
      make("p.op", {}, e.operation),
      make("div.figures", {},
        make("p.rate", {}, make("span.big", {}, rate), make("span.unit", {}, " %"), make("span.cap", {}, "success of " + count(e.calls, "call"))),
        make("dl.latency", {}, [["p50", e.p50], ["p95", e.p95], ["max", e.max]].map(([n, ms]) => make("div", {}, make("dt", {}, n), make("dd", {}, took(ms)))))),
      stack(statuses),
      make("p.legend", {}, statuses.map((s) => make("span", {}, make("span.dot." + s.kind, {}), make("b", {}, s.name), " " + thousands(s.n)))),
      tags.length ? make("p.counts", {}, tags) : null);
  }

  // What stands above.
  function drawFigures() {
    const f = state.figures;
    if (!f) { return; }
    const hero = byId("hero");
    hero.className = "hero " + (f.errors ? "violates" : f.exchanges ? "conforms" : "inconclusive");
    byId("verdict").textContent = f.errors ? count(f.errors, "error finding") : f.exchanges ? "No error so far" : "Nothing judged yet";
    byId("headline").textContent = f.exchanges ? count(f.exchanges, "exchange") + " judged" + (f.warnings ? ", " + count(f.warnings, "warning") : "") + (f.notes ? ", " + count(f.notes, "note") : "")
      : "Send a call through the proxy, and it stands here.";
    document.title = (f.errors ? "✗ " + f.errors + " " : f.exchanges ? "✓ " : "") + "kontrakt live";
    const statuses = {};
    for (const e of f.endpoints) { for (const [s, n] of Object.entries(e.statuses)) { const g = grade(Number(s)); statuses[g] = (statuses[g] || 0) + n; } }
    const healthy = f.endpoints.filter((e) => !e.errors && !e.warnings).length, bad = f.endpoints.filter((e) => e.errors).length;
    const busiest = f.endpoints.reduce((a, e) => (e.calls > (a ? a.calls : 0) ? e : a), null);
    const tile = (label, value, parts, text) => make("div.tile", {}, make("p.label", {}, label), make("p.value", {}, value), parts ? stack(parts) : null, make("p.detail", {}, text));
    byId("tiles").replaceChildren(
      tile("Exchanges", thousands(f.exchanges), [["ok", "2xx"], ["info", "1xx and 3xx"], ["warn", "4xx"], ["bad", "5xx"], ["none", "no answer"]].map(([g, name]) => ({ kind: g, name, n: statuses[g] || 0 })),
        [rate(), f.broken ? thousands(f.broken) + " broken" : "", f.dropped ? thousands(f.dropped) + " dropped" : ""].filter(Boolean).join(", ")),
      tile("Findings", thousands(f.errors + f.warnings + f.notes), [{ kind: "bad", name: "errors", n: f.errors }, { kind: "warn", name: "warnings", n: f.warnings }, { kind: "info", name: "notes", n: f.notes }],
        f.errors + f.warnings + f.notes ? [["error", f.errors], ["warning", f.warnings], ["note", f.notes]].filter((x) => x[1]).map(([n, c]) => count(c, n)).join(", ") : "nothing found"),
      tile("Endpoints", thousands(f.endpoints.length), [{ kind: "ok", name: "healthy", n: healthy }, { kind: "warn", name: "with warnings", n: f.endpoints.length - healthy - bad }, { kind: "bad", name: "with errors", n: bad }],
        f.endpoints.length ? thousands(healthy) + " without a finding" : "none called"),
      tile("Latency", busiest ? took(busiest.p50) : "–", null, busiest ? "p50 of " + busiest.operation + ", p95 " + took(busiest.p95) : "no answer yet"));
    byId("tab-exchanges").lastElementChild.textContent = thousands(f.exchanges);
    byId("tab-findings").lastElementChild.textContent = thousands(f.findings.length);
    byId("tab-endpoints").lastElementChild.textContent = thousands(f.endpoints.length);
  }
  function rate() {
    const now = performance.now();
    state.arrivals = state.arrivals.filter((a) => now - a.at < 10000);
    const n = state.arrivals.reduce((sum, a) => sum + a.n, 0);
    const span = Math.max((now - (state.arrivals[0]?.at ?? now)) / 1000, 1);
    return n ? (n / span).toFixed(n / span < 10 ? 1 : 0) + " a second" : "quiet";
  }

  let due = false;
  function drawAll() {
    if (due) { return; }
    due = true;
    requestAnimationFrame(() => {
      due = false;
      drawFigures();
      drawRows();
      drawFindings();
      drawEndpoints();
      state.drawn++;
      document.body.dataset.drawn = state.drawn;
    });
  }

  // Views, as tabs.
  const tabs = Array.from(document.querySelectorAll("[role=tab]"));
  function show(name, focus) {
    for (const t of tabs) {
      const on = t.id === "tab-" + name;
      t.setAttribute("aria-selected", on);
      t.tabIndex = on ? 0 : -1;
      byId(t.getAttribute("aria-controls")).hidden = !on;
      if (on && focus) { t.focus(); }
    }
  }
  for (const [i, t] of tabs.entries()) {
    t.addEventListener("click", () => {
      show(t.id.slice(4));
      history.replaceState(null, "", "#" + t.id.slice(4));
    });
    t.addEventListener("keydown", (e) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1 }[e.key];
      if (to !== undefined) { show(tabs[(to + tabs.length) % tabs.length].id.slice(4), true); }
    });
  }

  byId("filter").addEventListener("input", drawAll);
  byId("filter").addEventListener("submit", (e) => e.preventDefault());
  byId("pause").addEventListener("click", () => {
    state.paused = !state.paused;
    byId("pause").setAttribute("aria-pressed", state.paused);
    byId("pause").textContent = state.paused ? "Go on" : "Pause";
    if (!state.paused) { take(state.held); state.held = []; }
    drawAll();
  });
  byId("reset").addEventListener("click", () => fetch("live/reset", { method: "POST" }));
  document.addEventListener("keydown", (e) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) && e.target.type !== "radio";
    if (e.ctrlKey || e.metaKey || e.altKey) { return; }
    if (e.key === "/" && !typing) { e.preventDefault(); find.focus(); find.select(); }
    if (e.key === "Escape" && e.target === find) { find.value = ""; drawAll(); find.blur(); }
    if ((e.key === "j" || e.key === "k") && !typing && !byId("exchanges").hidden) {
      const all = Array.from(list.querySelectorAll("button"));
      const at = all.findIndex((b) => b.dataset.id === state.chosen);
      const next = all[Math.min(Math.max(at + (e.key === "j" ? 1 : -1), 0), all.length - 1)];
      if (next) { next.focus(); choose(next.dataset.id, true); }
    }
  });
  function open() {
    const id = decodeURIComponent(location.hash.slice(1));
    if (tabs.some((t) => t.id === "tab-" + id)) { show(id); } else if (/^x\d+$/.test(id)) { show("exchanges"); choose(id, true); }
  }
  window.addEventListener("hashchange", open);

  // The stream.
  function link(kindOf, text) {
    byId("link").replaceChildren(make("span.dot." + kindOf, {}), make("span", {}, text));
  }
  function forget() {
    Object.assign(state, { rows: [], held: [], skipped: 0, figures: null, arrivals: [], came: false });
  }
  const stream = new EventSource("live/events");
  stream.addEventListener("open", () => link("ok", "live"));
  stream.addEventListener("error", () => link("bad", "not connected; kontrakt may have ended"));
  stream.addEventListener("hello", (e) => {
    const { run } = JSON.parse(e.data);
    if (state.run && state.run !== run) { location.reload(); }
    state.run = run;
  });
  stream.addEventListener("reset", () => {
    const began = state.came;
    forget();
    if (began) {
      state.chosen = "";
      detail.replaceChildren(...invitation);
      byId("exchanges").classList.remove("chosen");
    }
    drawAll();
  });
  stream.addEventListener("rows", (e) => {
    const { rows, skipped } = JSON.parse(e.data);
    // What was there before the page does not say how fast they come.
    if (rows.length && state.came) { state.arrivals.push({ at: performance.now(), n: rows.length + (skipped || 0) }); }
    state.came = true;
    state.skipped += skipped || 0;
    if (state.paused) { state.held = state.held.concat(rows).slice(-most); } else { take(rows); }
    drawAll();
  });
  stream.addEventListener("figures", (e) => { state.figures = JSON.parse(e.data); drawAll(); });
  setInterval(() => { if (state.figures) { drawFigures(); } }, 2000);
  open();
  drawAll();
})();
