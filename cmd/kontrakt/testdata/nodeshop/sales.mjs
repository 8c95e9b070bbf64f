// Sales: tea that is paid for with ePayment. What the money does is the API's to
// say; the shop remembers what it was last told.
import { randomUUID } from "node:crypto";
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

  get open() { return [...this.#all.values()].filter((s) => s.stage === "open"); }

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
  async look(sale) {
    sale.asked = Date.now();
    const { state, aggregate } = await this.#api.payment(sale.no);
    sale.stage = stage(state, aggregate);
    sale.left = aggregate.authorizedAmount.value - aggregate.capturedAmount.value - aggregate.cancelledAmount.value;
    sale.taken = aggregate.capturedAmount.value - aggregate.refundedAmount.value;
    return sale;
  }

  send(sale, ore) {
    if (!(ore > 0 && ore <= sale.left)) throw new Refusal(`of ${sale.no} ${sale.left} øre are left to send`);
    return this.#do(sale, "capture", ore);
  }

  takeBack(sale, ore) {
    if (!(ore > 0 && ore <= sale.taken)) throw new Refusal(`of ${sale.no} ${sale.taken} øre were taken`);
    return this.#do(sale, "refund", ore);
  }

  drop(sale) {
    if (sale.stage === "unpaid" || sale.stage === "dropped") throw new Refusal(`${sale.no} is ${sale.stage}`);
    return this.#do(sale, "cancel");
  }

  // do moves money. What was not answered stays noted with its key, and is what is
  // done when somebody asks for the same again.
  async #do(sale, what, ore) {
    let deed = sale.deeds.find((d) => d.what === what && d.ore === ore && d.unknown);
    if (!deed) sale.deeds.push(deed = { what, ore, unknown: true, key: `${sale.no}-${what}-${sale.deeds.length + 1}` });
    try {
      await this.#api[what](deed.key, sale.no, ore);
      deed.unknown = false;
    } catch (broken) {
      if (broken instanceof Refusal) deed.unknown = false;
      throw broken;
    }
    deed.log = (await this.#api.log(sale.no)).length;
    return this.look(sale);
  }
}
