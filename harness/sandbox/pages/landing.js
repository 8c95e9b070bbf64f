const main = document.querySelector("main");
const clock = document.querySelector("[data-seconds]");
let left = clock ? Number(clock.dataset.seconds) : 0;
const said = () => left >= 60 ? Math.floor(left / 60) + " min " + (left % 60) + " s" : left + " s";
if (clock) setInterval(() => { left = Math.max(0, left - 1); clock.textContent = said(); }, 1000);
setInterval(async () => {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (fresh.querySelector("main").dataset.state !== main.dataset.state) location.reload();
  } catch { /* the sandbox is gone: the page stays as it is */ }
}, 2000);
