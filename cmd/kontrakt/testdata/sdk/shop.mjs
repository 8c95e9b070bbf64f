// A shop that does everything through the official SDK, whose host stands in
// its code. It knows nothing of kontrakt but the credentials.
import { webcrypto } from "node:crypto";
import { Client } from "@vippsmobilepay/sdk";

globalThis.crypto ??= webcrypto; // the SDK wants it, and Node 18 does not set it
const env = process.env;
const client = Client({
  merchantSerialNumber: env.KONTRAKT_MSN,
  subscriptionKey: env.KONTRAKT_SUBSCRIPTION_KEY,
  useTestMode: true,
  retryRequests: false,
  systemName: "honey-shop",
  systemVersion: "1.2.3",
  pluginName: "honey-plugin",
  pluginVersion: "4.5.6",
});

// works makes a call that must succeed, and gives its data.
async function works(name, call) {
  const answer = await call;
  if (!answer.ok) {
    throw new Error(`${name}: ${JSON.stringify(answer.error, Object.getOwnPropertyNames(answer.error ?? {}))}`);
  }
  console.log("done", name);
  return answer.data;
}

const nok = (value) => ({ currency: "NOK", value });
const phoneNumber = "4791234567";

const { access_token: token } = await works("token", client.auth.getToken(env.KONTRAKT_CLIENT_ID, env.KONTRAKT_CLIENT_SECRET));

async function webhooks() {
  const made = await works("webhook.register", client.webhook.register(token, {
    url: env.KONTRAKT_CALLBACK_URL + "/hook",
    events: ["epayments.payment.created.v1", "epayments.payment.captured.v1"],
  }));
  await works("webhook.list", client.webhook.list(token));
  await works("webhook.delete", client.webhook.delete(token, made.id));
}

async function pay() {
  const { reference, redirectUrl } = await works("payment.create", client.payment.create(token, {
    amount: nok(49900),
    paymentMethod: { type: "WALLET" },
    customer: { phoneNumber },
    returnUrl: "https://shop.example/back",
    userFlow: "WEB_REDIRECT",
    paymentDescription: "A pot of honey",
  }));
  await works("payment.info", client.payment.info(token, reference));
  await works("payment.forceApprove", client.payment.forceApprove(token, reference, {
    customer: { phoneNumber },
    token: new URL(redirectUrl).searchParams.get("token"),
  }));
  await works("payment.capture", client.payment.capture(token, reference, { modificationAmount: nok(19900) }));
  await works("payment.refund", client.payment.refund(token, reference, { modificationAmount: nok(9900) }));
  await works("payment.cancel", client.payment.cancel(token, reference));
  await works("payment.history", client.payment.history(token, reference));
}

async function subscribe() {
  const day = 24 * 60 * 60 * 1000;
  const due = (days) => new Date(Date.now() + days * day).toISOString().slice(0, 10);
  const { agreementId, chargeId: first } = await works("agreement.create", client.recurring.agreement.create(token, {
    pricing: { type: "LEGACY", amount: 24900, currency: "NOK" },
    interval: { unit: "MONTH", count: 1 },
    initialCharge: { amount: 9900, description: "The first pot", transactionType: "RESERVE_CAPTURE" },
    merchantRedirectUrl: "https://shop.example/back",
    merchantAgreementUrl: "https://shop.example/honey",
    phoneNumber,
    productName: "Honey for ever",
    productDescription: "A pot of honey every month",
  }));
  await works("agreement.forceAccept", client.recurring.agreement.forceAccept(token, agreementId, { phoneNumber }));
  await works("agreement.info", client.recurring.agreement.info(token, agreementId));
  await works("agreement.list", client.recurring.agreement.list(token, "ACTIVE"));
  await works("agreement.update", client.recurring.agreement.update(token, agreementId, { productName: "More honey for ever" }));
  await works("charge.capture", client.recurring.charge.capture(token, agreementId, first, { amount: 9900, description: "It is sent" }));
  await works("charge.refund", client.recurring.charge.refund(token, agreementId, first, { amount: 4900, description: "It was half empty" }));
  const order = (orderId, transactionType) => ({
    amount: 24900, transactionType, description: "A pot of honey", due: due(3), retryDays: 5, orderId, externalId: orderId, type: "RECURRING",
  });
  const { chargeId } = await works("charge.create", client.recurring.charge.create(token, agreementId, order("honey-charge-1", "DIRECT_CAPTURE")));
  await works("charge.info", client.recurring.charge.info(token, agreementId, chargeId));
  await works("charge.infoById", client.recurring.charge.infoById(token, chargeId));
  await works("charge.list", client.recurring.charge.list(token, agreementId, "PENDING"));
  await works("charge.cancel", client.recurring.charge.cancel(token, agreementId, chargeId));
  await works("agreement.stop", client.recurring.agreement.update(token, agreementId, { status: "STOPPED" }));
}

async function checkout() {
  const reference = "honey-session-" + crypto.randomUUID();
  await works("checkout.create", client.checkout.create(env.KONTRAKT_CLIENT_ID, env.KONTRAKT_CLIENT_SECRET, {
    type: "PAYMENT",
    merchantInfo: {
      callbackUrl: env.KONTRAKT_CALLBACK_URL + "/checkout",
      returnUrl: "https://shop.example/back",
      callbackAuthorizationToken: "a-token-made-by-the-shop-77",
      termsAndConditionsUrl: "https://shop.example/terms",
    },
    transaction: { amount: nok(49900), reference, paymentDescription: "A pot of honey" },
    configuration: { customerInteraction: "CUSTOMER_NOT_PRESENT", elements: "Full" },
  }));
  await works("checkout.info", client.checkout.info(env.KONTRAKT_CLIENT_ID, env.KONTRAKT_CLIENT_SECRET, reference));
}

await Promise.all([webhooks(), pay(), subscribe(), checkout()]);
