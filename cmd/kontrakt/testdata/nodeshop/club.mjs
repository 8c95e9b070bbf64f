// The tea club: tea every month, paid for with Recurring.
import { number } from "./sales.mjs";
import { look } from "./turns.mjs";
import { Refusal } from "./vipps.mjs";

const standing = { PENDING: "asked", ACTIVE: "member", STOPPED: "left", EXPIRED: "never answered" };

export class Club {
  #api; #origin; #members = new Map();

  constructor(api, origin) {
    this.#api = api;
    this.#origin = origin;
  }

  get(agreement) { return this.#members.get(agreement); }

  get waiting() { return [...this.#members.values()].filter((m) => m.standing === "asked" || m.stale); }

  // ask offers a membership at a price in øre a month.
  async ask(ore) {
    const no = number("club");
    const made = await this.#api.draft(`${no}-draft`, {
      productName: "Tea club", productDescription: "A tin of tea every month", externalId: no,
      pricing: { type: "LEGACY", amount: ore, currency: "NOK" }, interval: { unit: "MONTH", count: 1 },
      merchantRedirectUrl: `${this.#origin}/club/welcome`, merchantAgreementUrl: `${this.#origin}/club/${no}`,
    });
    const member = { no, agreement: made.agreementId, page: made.vippsConfirmationUrl, standing: "asked", since: Date.now(), changes: 0 };
    this.#members.set(member.agreement, member);
    return member;
  }

  look(member) {
    return look(member, async () => { member.standing = standing[(await this.#api.agreement(member.agreement)).status]; });
  }

  async change(member, to) {
    await this.#api.change(`${member.no}-change-${++member.changes}`, member.agreement, to);
    return this.look(member);
  }

  price(member, ore) { return this.change(member, { pricing: { amount: ore } }); }

  end(member) { return this.change(member, { status: "STOPPED" }); }

  // collect asks for the month's money in good time, and again for some days. What is
  // only kept aside then is taken when the tin is sent.
  async collect(member, ore, transactionType = "DIRECT_CAPTURE") {
    const no = number("tin"), due = new Date(Date.now() + 4 * 24 * 3600_000).toISOString().slice(0, 10);
    await this.#api.charge(`${no}-collect`, member.agreement, {
      amount: ore, description: "A tin of tea", type: "RECURRING", transactionType, due, retryDays: 6, orderId: no, externalId: no,
    });
    member.tin = no;
    return this.#api.charges(member.agreement);
  }

  #tin(member) {
    if (!member.tin) throw new Refusal("nothing was collected");
    return member.tin;
  }

  tin(member) { return this.#api.charged(member.agreement, this.#tin(member)); }

  async uncollect(member) {
    await this.#api.uncharge(`${this.#tin(member)}-uncollect`, member.agreement, member.tin);
    return this.tin(member);
  }

  async take(member, ore) {
    await this.#api.take(`${this.#tin(member)}-take`, member.agreement, member.tin, { amount: ore, description: "The tin is sent" });
    return this.tin(member);
  }

  async repay(member, ore) {
    await this.#api.repay(`${this.#tin(member)}-repay`, member.agreement, member.tin, { amount: ore, description: "The tin was dented" });
    return this.tin(member);
  }
}
