// Sales: tea that is paid for with ePayment. What the money does is the API's to
// say; the shop remembers what it was last told, and what it has taken in to do.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { inTurn, look } from "./turns.mjs";
import { Refusal } from "./vipps.mjs";

const day = () => new Date().toISOString().slice(0, 10).replaceAll("-", "");
export const number = (kind) => `${kind}-${day()}-${randomUUID().slice(0, 13)}`;

// stage is a sale's, in the shop's own words.
function stage(state, { authorizedAmount: a, cancelledAmount: x, capturedAmount: c, refundedAmount: r }) {
  if (state === "CREATED") return "open";
  if (state === "ABORTED" || state === "EXPIRED") return "unpaid";
  if (state === "TERMINATED" || (x.value > 0 && c.value === 0)) return "dropped";
  if (c.value === 0) return a.value > 0 ? "reserved" : "open";
  return r.value === c.value ? "came back" : "sent";
}

export class Sales {
  #api; #origin; #all = new Map();

  constructor(api, origin) {
    this.#api = api;
    this.#origin = origin;
  }

  get(no) { return this.#all.get(no); }

  // waiting are the sales that have not come to an end, or of which something was
  // heard that nobody has looked at yet.
  get waiting() { return [...this.#all.values()].filter((s) => s.stage === "open" || s.stale); }

  // sell takes an order, in øre, and gives the page at which it is paid for.
  async sell(ore) {
    const no = number("tea"), net = Math.round(ore / 1.25);
    const sale = { no, ore, stage: "open", since: Date.now(), left: 0, taken: 0, deeds: [] };
    this.#all.set(no, sale);
    try {
      const made = await this.#api.pay(`${no}-sell`, {
        amount: { currency: "NOK", value: ore }, paymentMethod: { type: "WALLET" }, reference: no, userFlow: "WEB_REDIRECT",
        returnUrl: `${this.#origin}/back/${no}`, paymentDescription: `Tea, order ${no}`,
        receipt: {
          orderLines: [{ id: "oolong", name: "Oolong", totalAmount: ore, totalAmountExcludingTax: net, totalTaxAmount: ore - net, taxRate: 2500 }],
          bottomLine: { currency: "NOK", receiptNumber: no },
        },
      });
      sale.page = made.redirectUrl;
    } catch (broken) {
      if (broken instanceof Refusal) this.#all.delete(no); // else nobody knows yet
      throw broken;
    }
    return sale;
  }

  // look asks how a sale stands, whoever says that it has changed.
  look(sale) { return look(sale, async () => this.#stands(sale, await this.#api.payment(sale.no))); }

  #stands(sale, { state, aggregate }) {
    sale.stage = stage(state, aggregate);
    sale.left = aggregate.authorizedAmount.value - aggregate.capturedAmount.value - aggregate.cancelledAmount.value;
    sale.taken = aggregate.capturedAmount.value - aggregate.refundedAmount.value;
  }

  // send, takeBack and drop write down what is to be done, and give a promise of it.
  send(sale, ore) {
    const left = sale.left - promised(sale, "capture");
    if (!(ore > 0 && ore <= left)) throw new Refusal(`of ${sale.no} ${left} øre are left to send`);
    return this.#note(sale, "capture", ore);
  }

  takeBack(sale, ore) {
    const taken = sale.taken - promised(sale, "refund");
    if (!(ore > 0 && ore <= taken)) throw new Refusal(`of ${sale.no} ${taken} øre were taken`);
    return this.#note(sale, "refund", ore);
  }

  drop(sale) {
    if (sale.stage === "unpaid" || sale.stage === "dropped") throw new Refusal(`${sale.no} is ${sale.stage}`);
    return this.#note(sale, "cancel");
  }

  // note puts a deed behind those that were noted before. Its key is its own.
  #note(sale, what, ore) {
    const deed = { what, ore, key: `${sale.no}-${what}-${sale.deeds.length + 1}`, open: true };
    sale.deeds.push(deed);
    return inTurn(sale, () => this.#do(sale, deed));
  }

  // do moves money. While nobody knows whether it has moved, it is done again, with
  // the same key.
  async #do(sale, deed) {
    while (deed.open) {
      try {
        this.#stands(sale, await this.#api[deed.what](deed.key, sale.no, deed.ore));
        deed.open = false;
      } catch (broken) {
        deed.open = !(broken instanceof Refusal);
        if (!deed.open) throw broken;
        await sleep(5000);
      }
    }
    deed.events = (await this.#api.log(sale.no)).length;
    return sale;
  }
}

// promised is what was noted, and is not done yet.
function promised(sale, what) {
  return sale.deeds.filter((d) => d.open && d.what === what).reduce((sum, d) => sum + d.ore, 0);
}
