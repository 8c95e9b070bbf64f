// What the tea house asks of Vipps MobilePay, all of it through the official SDK.
import { AsyncLocalStorage } from "node:async_hooks";
import { createHash, createHmac, timingSafeEqual, webcrypto } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "@vippsmobilepay/sdk";

globalThis.crypto ??= webcrypto; // the SDK wants it, and Node 18 does not set it

// A Refusal is an answer that will be the same next time.
export class Refusal extends Error {}

const attempts = 5;
const mayChange = (status) => status >= 500 || status === 423 || status === 429;

// The SDK draws a new idempotency key for every call, and gives up where a
// connection breaks. So beneath it each call gets the key of what is done with it,
// and is made again, as it was, until its outcome is known.
function persistently(send, keyOf) {
  return async (request) => {
    const headers = new Headers(request.headers);
    const body = request.body ? await request.arrayBuffer() : undefined;
    for (let attempt = 1; ; attempt++) {
      let pause = attempt * 250;
      const key = keyOf(attempt);
      if (key) headers.set("Idempotency-Key", key);
      else headers.delete("Idempotency-Key");
      try {
        const answer = await send(request.url, { method: request.method, headers, body, signal: AbortSignal.timeout(15_000) });
        const text = await answer.arrayBuffer(); // it may break off in the middle
        if (attempt === attempts || !mayChange(answer.status)) {
          return new Response(text.byteLength ? text : null, { status: answer.status, headers: answer.headers });
        }
        pause = Math.max(pause, 1000 * (Number(answer.headers.get("Retry-After")) || 1));
      } catch (broken) {
        if (attempt === attempts) throw broken;
      }
      await sleep(pause);
    }
  };
}

// vipps opens the way to the API. Each of its functions that changes something is
// told a key: the same when it is done again.
export function vipps({ id, secret, subscriptionKey, msn, newKeys }) {
  const key = new AsyncLocalStorage();
  globalThis.fetch = persistently(globalThis.fetch, (attempt) => {
    const given = key.getStore();
    return newKeys && attempt > 1 && /-(capture|refund|cancel)-/.test(given) ? `${given}-${attempt}` : given;
  });
  const sdk = Client({
    merchantSerialNumber: msn, subscriptionKey, useTestMode: true, retryRequests: false,
    systemName: "Samovar", systemVersion: "7.2.0", pluginName: "samovar-vipps", pluginVersion: "2.6.0",
  });
  const told = ({ ok, data, error }) => {
    if (ok) return data;
    throw error instanceof Error ? error : new Refusal(error?.title ?? error?.detail ?? "refused");
  };

  let token, expires = 0;
  const bearer = () => {
    if (Date.now() > expires) {
      expires = Infinity; // who asks meanwhile waits for the same one
      token = sdk.auth.getToken(id, secret).then(told).then((t) => {
        expires = Date.now() + (Number(t.expires_in) - 60) * 1000;
        return t.access_token;
      });
      token.catch(() => { expires = 0; });
    }
    return token;
  };
  const call = async (by, make) => {
    const t = await bearer();
    return told(await key.run(by, () => make(t)));
  };

  const { payment, webhook, recurring: { agreement, charge } } = sdk;
  const modification = (ore) => ({ modificationAmount: { currency: "NOK", value: ore } });
  return {
    pay: (by, order) => call(by, (t) => payment.create(t, order)),
    payment: (no) => call(undefined, (t) => payment.info(t, no)),
    log: (no) => call(undefined, (t) => payment.history(t, no)),
    capture: (by, no, ore) => call(by, (t) => payment.capture(t, no, modification(ore))),
    refund: (by, no, ore) => call(by, (t) => payment.refund(t, no, modification(ore))),
    cancel: (by, no) => call(by, (t) => payment.cancel(t, no)),
    draft: (by, terms) => call(by, (t) => agreement.create(t, terms)),
    agreement: (a) => call(undefined, (t) => agreement.info(t, a)),
    change: (by, a, to) => call(by, (t) => agreement.update(t, a, to)),
    charge: (by, a, what) => call(by, (t) => charge.create(t, a, what)),
    charges: (a) => call(undefined, (t) => charge.list(t, a)),
    charged: (a, c) => call(undefined, (t) => charge.info(t, a, c)),
    uncharge: (by, a, c) => call(by, (t) => charge.cancel(t, a, c)),
    take: (by, a, c, what) => call(by, (t) => charge.capture(t, a, c, what)),
    repay: (by, a, c, what) => call(by, (t) => charge.refund(t, a, c, what)),
    // listen registers a webhook in the place of an older one with the same address,
    // whose secret nobody knows any more, and gives its secret.
    async listen(url, events) {
      const { webhooks } = await call(undefined, (t) => webhook.list(t));
      for (const old of webhooks.filter((w) => w.url === url)) await call(undefined, (t) => webhook.delete(t, old.id));
      return (await call(undefined, (t) => webhook.register(t, { url, events }))).secret;
    },
    // listened says whether the address is still registered: it is taken off after
    // two weeks in which nobody answered.
    listened: async (url) => (await call(undefined, (t) => webhook.list(t))).webhooks.some((w) => w.url === url),
  };
}

// genuine says whether a webhook was signed, for this address, within the last five
// minutes, and has come as it was signed.
export function genuine(secret, url, headers, body) {
  const date = headers["x-ms-date"] ?? "";
  if (!(Math.abs(Date.now() - Date.parse(date)) < 5 * 60_000)) return false;
  const hash = createHash("sha256").update(body).digest("base64");
  if (hash !== headers["x-ms-content-sha256"]) return false;
  const { host, pathname, search } = new URL(url);
  const signature = createHmac("sha256", secret).update(`POST\n${pathname}${search}\n${date};${host};${hash}`).digest("base64");
  const want = Buffer.from(`HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`);
  const got = Buffer.from(headers.authorization ?? "");
  return want.length === got.length && timingSafeEqual(want, got);
}
