// Written by kontrakt for the command that it runs: what Node connects to an
// intercepted host by TLS, with fetch as with https, connects to kontrakt's own
// listener instead. Nothing else is touched.
"use strict";
const tls = require("node:tls");
const { syncBuiltinESMExports } = require("node:module");
const intercepted = __INTERCEPTED__;
const hosts = new Set(intercepted.hosts);
const connect = tls.connect;

tls.connect = function (...args) {
  const callback = typeof args[args.length - 1] === "function" ? args.pop() : undefined;
  // tls.connect(options), tls.connect(port[, host][, options])
  const options = { ...args.find((a) => a !== null && typeof a === "object") };
  const plain = args.filter((a) => typeof a === "number" || typeof a === "string");
  if (plain.length > 0) options.port = plain[0];
  if (plain.length > 1) options.host = plain[1];
  const host = String(options.host ?? options.hostname ?? "").toLowerCase();
  if (!hosts.has(host) || Number(options.port) !== 443 || options.socket || options.path) {
    return connect.apply(this, callback ? [...args, callback] : args);
  }
  const here = { ...options, host: intercepted.address, port: intercepted.port, servername: options.servername || host };
  delete here.hostname;
  delete here.lookup;
  return connect.call(this, here, callback);
};
syncBuiltinESMExports();
