// The till of the tea house, for its staff: node till.mjs SHOP drop SALE, or
// node till.mjs SHOP price MEMBER ØRE. It prints what the shop answers.
const [shop, what, whom, ore] = process.argv.slice(2);
const calls = {
  drop: () => [`/sales/${whom}`, { method: "DELETE" }],
  price: () => [`/club/${whom}/price`, { method: "PUT", body: new URLSearchParams({ ore }) }],
};
if (!calls[what]) throw new Error(`nobody knows how to ${what}`);
const [path, call] = calls[what]();
const answer = await fetch(shop + path, call);
console.log(await answer.text());
process.exitCode = answer.ok ? 0 : 1;
