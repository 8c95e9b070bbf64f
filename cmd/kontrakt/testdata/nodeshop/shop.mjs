// A tea house: a small, correct integration of ePayment and Recurring on the
// official SDK, whose host stands in its code. It shares no code with kontrakt,
// which drives it by what kontrakt.yaml says; its sales are kept in memory.
//
// --wrong makes it do something wrong: trusts-anyone believes every webhook, new-keys
// gives money that is moved again another idempotency key.
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { Club } from "./club.mjs";
import { Sales } from "./sales.mjs";
import { genuine, Refusal, vipps } from "./vipps.mjs";

const { values: options } = parseArgs({
  options: {
    port: { type: "string", default: "4100" }, origin: { type: "string", default: "https://teahouse.example" },
    wrong: { type: "string", multiple: true, default: [] },
  },
});
const wrong = new Set(options.wrong);
const env = process.env;
const api = vipps({
  id: env.KONTRAKT_CLIENT_ID, secret: env.KONTRAKT_CLIENT_SECRET, subscriptionKey: env.KONTRAKT_SUBSCRIPTION_KEY, msn: env.KONTRAKT_MSN,
  newKeys: wrong.has("new-keys"),
});
const sales = new Sales(api, options.origin), club = new Club(api, options.origin);

const door = options.origin + "/incoming/vipps?from=webhooks";
const payment = (name) => `epayments.payment.${name}.v1`, recurring = (name) => `recurring.${name}.v1`;
const events = [
  ...["authorized", "aborted", "expired", "terminated", "cancelled", "captured", "refunded"].map(payment),
  ...["agreement-activated", "agreement-rejected", "agreement-stopped", "agreement-expired", "charge-captured", "charge-failed"].map(recurring),
];
let secret = await api.listen(door, events);

const mutter = (broken) => console.error("tea house:", broken.message);

// incoming takes in a webhook: it says that something has changed, and the API, once
// the webhook is answered, says what. One that comes again is of no further effect.
const heard = new Set();
function incoming(headers, body) {
  const anyone = wrong.has("trusts-anyone");
  if (!anyone && !genuine(secret, door, headers, body)) return [401, { error: "not signed by Vipps MobilePay" }];
  const event = JSON.parse(body);
  const member = club.get(event.agreementId), sale = sales.get(event.reference);
  if (member) club.look(member).catch(mutter);
  if (!sale || heard.has(event.pspReference)) return [200, {}];
  heard.add(event.pspReference);
  sales.look(sale).catch(mutter).then(() => {
    if (anyone && event.name === "AUTHORIZED" && event.success && sale.stage === "open") Object.assign(sale, { stage: "reserved", left: sale.ore });
  });
  return [200, {}];
}

// watch asks for what waits, from five seconds on and every two: a webhook may be
// late, or never come.
setInterval(() => {
  const now = Date.now();
  for (const all of [sales, club]) {
    for (const it of all.waiting) {
      if (now - it.since < 5000 || now - it.since > 20 * 60_000 || now - (it.asked ?? 0) < 2000) continue;
      all.look(it).catch(mutter);
    }
  }
}, 500).unref();

// For staff and their till: forms go in, JSON comes out. The customer's way back is
// the only page.
const shown = ({ no, agreement, page, stage, standing, tin }) => ({ no, agreement, page, stage, standing, tin });
const sale = async (doing) => [200, { sale: shown(await doing) }];
const noted = (doing) => { doing.catch(mutter); return [202, { noted: true }]; }; // it is done when its turn has come
const member = async (doing) => [200, { member: shown(await doing) }];
const tin = async (doing) => [200, { tin: { standing: (await doing).status } }];
const routes = {
  "POST /door/knock": async () => { // staff ask now and then whether anybody still calls
    if (!await api.listened(door)) secret = await api.listen(door, events);
    return [200, { open: true }];
  },
  "POST /sales": (_, form) => sale(sales.sell(form.ore)),
  "GET /sales/:sale": (s) => sale(s),
  "POST /sales/:sale/parcels": (s, form) => noted(sales.send(s, form.ore)),
  "POST /sales/:sale/returns": (s, form) => noted(sales.takeBack(s, form.ore)),
  "DELETE /sales/:sale": (s) => sale(sales.drop(s)),
  "POST /club": (_, form) => member(club.ask(form.ore)),
  "GET /club/:member": (m) => member(m),
  "PUT /club/:member/price": (m, form) => member(club.price(m, form.ore)),
  "DELETE /club/:member": (m) => member(club.end(m)),
  "POST /club/:member/tin": async (m, form) => { await club.collect(m, form.ore); return member(m); },
  "POST /club/:member/tin/aside": async (m, form) => { await club.collect(m, form.ore, "RESERVE_CAPTURE"); return member(m); },
  "POST /club/:member/tin/sent": (m, form) => tin(club.take(m, form.ore)),
  "GET /club/:member/tin": (m) => tin(club.tin(m)),
  "DELETE /club/:member/tin": (m) => tin(club.uncollect(m)),
  "POST /club/:member/tin/returned": (m, form) => tin(club.repay(m, form.ore)),
};

// found finds a route, and the sale or the member that its path names.
function found(method, path) {
  for (const [route, serve] of Object.entries(routes)) {
    const [verb, pattern] = route.split(" ");
    const match = verb === method && path.match(new RegExp(`^${pattern.replace(/:\w+/, "(?<it>[^/]+)")}$`));
    if (!match) continue;
    const of = pattern.includes(":sale") ? sales.get(match.groups.it) : pattern.includes(":member") ? club.get(match.groups.it) : {};
    return of && ((form) => serve(of, form));
  }
}

async function serve(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts), { pathname } = new URL(request.url, options.origin);
  if (request.method === "POST" && pathname === "/incoming/vipps") return incoming(request.headers, body);
  if (request.method === "GET" && pathname.startsWith("/back/")) {
    const s = sales.get(pathname.slice("/back/".length)); // whoever comes back, the API is asked
    return s ? [200, `Your tea is ${(await sales.look(s)).stage}.`] : [404, "No such tea."];
  }
  const form = Object.fromEntries(new URLSearchParams(body.toString()));
  const act = found(request.method, pathname);
  return act ? act({ ...form, ore: Number(form.ore) }) : [404, { error: "nothing here" }];
}

const server = createServer(async (request, response) => {
  let status, answer;
  try {
    [status, answer] = await serve(request);
  } catch (broken) {
    [status, answer] = [broken instanceof Refusal ? 409 : 502, { error: broken.message }];
    mutter(broken);
  }
  const page = typeof answer === "string";
  response.writeHead(status, { "Content-Type": page ? "text/plain; charset=utf-8" : "application/json" });
  response.end(page ? answer : JSON.stringify(answer));
});
server.listen(Number(options.port), "127.0.0.1", () => console.log(`tea house open on http://127.0.0.1:${options.port}`));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
