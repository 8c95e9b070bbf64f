package catalog

import "kontrakt/harness/contract"

// unjudged are the other APIs of Vipps MobilePay, by the prefixes of their paths:
// the servers and paths of their published documents, and for those without one
// the guides that tell of them. Whoever calls them beside the APIs that there is a
// contract of makes no mistake. One that gets a contract leaves the list.
func unjudged() []contract.Unjudged {
	return []contract.Unjudged{
		{Prefix: "/order-management", API: "Order Management API"},
		{Prefix: "/qr", API: "QR API"},
		{Prefix: "/access-management-1.0", API: "Login API"},
		{Prefix: "/vipps-login-ciba", API: "Login API (CIBA)"},
		{Prefix: "/partner-api", API: "Partner API"},
		{Prefix: "/management", API: "Management API"},
		{Prefix: "/miami", API: "Access Token API for partners"},
		{Prefix: "/report", API: "Report API"},
		{Prefix: "/settlement", API: "Report API"},
		{Prefix: "/dwo-api-application", API: "landing page"},
	}
}
