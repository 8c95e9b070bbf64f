package contract

import (
	"slices"

	"kontrakt/harness"
)

// Rules are what the documents themselves require, whatever the API: every rule
// that a Contract or a Set reports. The severity is the usual one; what is a
// warning in one place and an error in another stands with the graver.
func Rules() []harness.Rule { return slices.Clone(table) }

// hint is the help that goes with a rule, "" where the finding says it all.
func hint(rule string) string {
	i := slices.IndexFunc(table, func(r harness.Rule) bool { return r.ID == rule })
	if i < 0 {
		return ""
	}
	return table[i].Help
}

// table is never changed.
var table = slices.Concat(messageRules, schemaRules())

var messageRules = []harness.Rule{
	{ID: "body.undocumented-property", Severity: harness.Warning, Source: "OpenAPI, schema of the body",
		Says: "A body has only the properties that the contract documents.",
		Help: "check the spelling, or leave the member out"},
	{ID: "body.not-json", Severity: harness.Error, Source: "RFC 8259 §2 and §8.1",
		Says: "A JSON body is well-formed JSON in UTF-8.",
		Help: "check that the body is one complete JSON value in UTF-8"},
	{ID: "body.missing", Severity: harness.Error, Source: "OpenAPI, requestBody and responses of the operation",
		Says: "A body that the contract requires is there.",
		Help: "send the body that the operation documents"},
	{ID: "body.duplicate-key", Severity: harness.Error, Source: "RFC 8259 §4",
		Says: "An object names each of its members once.",
		Help: "write each member once: readers disagree on which one counts"},
	{ID: "body.lossy-number", Severity: harness.Error, Source: "RFC 8259 §6",
		Says: "A number reads the same in every decoder.",
		Help: "write integers in plain digits, within 64 bits: readers lose the rest"},
	{ID: "body.trailing-data", Severity: harness.Error, Source: "RFC 8259 §2",
		Says: "Nothing follows the JSON value of a body.",
		Help: "end the body with the JSON value"},
	{ID: "body.unread", Severity: harness.Warning, Source: "this program's own limits",
		Says: "A body can be read: it was captured whole, and its coding is known.",
		Help: "this body was not judged; nothing is said of it"},
	{ID: "status.undocumented", Severity: harness.Error, Source: "OpenAPI, responses of the operation",
		Says: "An answer has a status that the contract documents for the operation.",
		Help: "answer with a documented status, or add the status to the overlay with its source"},
	{ID: "content-type.undocumented", Severity: harness.Error, Source: "OpenAPI, content of the body",
		Says: "A body has a media type that the contract documents.",
		Help: "send the documented media type in Content-Type"},
	{ID: "header.missing", Severity: harness.Error, Source: "OpenAPI, parameters and response headers of the operation",
		Says: "A header that the contract requires is there.",
		Help: "send the header: it is required here"},
	{ID: "header.invalid", Severity: harness.Error, Source: "OpenAPI, schema of the header",
		Says: "A header has a value that the contract takes.",
		Help: "check the value against the document"},
	{ID: "param.missing", Severity: harness.Error, Source: "OpenAPI, parameters of the operation",
		Says: "A parameter that the contract requires is there.",
		Help: "add the parameter"},
	{ID: "param.invalid", Severity: harness.Error, Source: "OpenAPI, schema of the parameter",
		Says: "A parameter has a value that the contract takes.",
		Help: "check the value against the document"},
	{ID: "auth.missing", Severity: harness.Error, Source: "OpenAPI, security of the operation",
		Says: "A call carries the credentials that the contract asks for.",
		Help: "send the credentials of the sales unit with every call"},
	{ID: "route.unknown", Severity: harness.Error, Source: "OpenAPI, paths",
		Says: "A path is one that a contract documents.",
		Help: "check base path, version and spelling"},
	{ID: harness.UnjudgedRoute, Severity: harness.Note, Source: "this program's own limits",
		Says: "A call is one to an API that there is a contract of.",
		Help: "nothing to mend: this call was handed on and not judged"},
	{ID: "route.method", Severity: harness.Error, Source: "OpenAPI, paths",
		Says: "A path is called with a method that the contract documents for it.",
		Help: "use a method that the path has"},
	{ID: "route.spelling", Severity: harness.Warning, Source: "OpenAPI, paths",
		Says: "A path is spelled as documented, in case and trailing slash.",
		Help: "write the path exactly as documented: some gateways do not forgive"},
	{ID: "lifecycle.deprecated", Severity: harness.Warning, Source: "API lifecycle policy",
		Says: "What the contract calls deprecated is not used any more.",
		Help: "plan the move to its successor"},
	{ID: "lifecycle.retired", Severity: harness.Warning, Source: "API lifecycle policy",
		Says: "What has been shut down is not called.",
		Help: "move to a version that is in force"},
	{ID: "spec.erratum", Severity: harness.Note, Source: "the contract's overlay",
		Says: "An exchange keeps to the published document, and not only to its erratum.",
		Help: "nothing to mend: the published document is wrong here"},
}

func schemaRules() []harness.Rule {
	const (
		bounds  = "stay within the documented bounds"
		length  = "length counts characters, not bytes"
		items   = "change the number of items"
		members = "change the number of members"
		variant = "send one of the documented variants"
	)
	return []harness.Rule{
		keyword("required", "A member that the schema requires is there.", "add the member; names are case-sensitive"),
		keyword("type", "A value has the type that the schema names.", "send the type the document names: numbers without quotes, text with them"),
		keyword("nullable", "A value is null only where the schema allows it.", "leave the member out instead of sending null"),
		keyword("enum", "A value is one of those that the schema lists.", "send one of the documented values, in the same case"),
		keyword("pattern", "Text matches the pattern of the schema.", "check length, characters and anchors against the pattern"),
		keyword("format", "A value has the format that the schema names.", "write the value in the format the document names"),
		keyword("minimum", "A number is not below the schema's bound.", bounds),
		keyword("maximum", "A number is not above the schema's bound.", bounds),
		keyword("exclusiveMinimum", "A number is above the schema's bound.", bounds),
		keyword("exclusiveMaximum", "A number is below the schema's bound.", bounds),
		keyword("multipleOf", "A number is a multiple of the schema's step.", "round to the documented step"),
		keyword("minLength", "Text is as long as the schema asks for.", length),
		keyword("maxLength", "Text is no longer than the schema allows.", length),
		keyword("minItems", "An array has as many items as the schema asks for.", items),
		keyword("maxItems", "An array has no more items than the schema allows.", items),
		keyword("uniqueItems", "No item of an array stands there twice where the schema forbids it.", "send each item once"),
		keyword("minProperties", "An object has as many members as the schema asks for.", members),
		keyword("maxProperties", "An object has no more members than the schema allows.", members),
		keyword("additionalProperties", "An object has no member that the schema excludes.", "remove the member: the document allows no others here"),
		keyword("discriminator", "The member that chooses the variant names one of them.", "the member chooses the variant; send one of its names"),
		keyword("oneOf", "A value is one of the schema's variants.", variant),
		keyword("anyOf", "A value is at least one of the schema's variants.", variant),
		keyword("not", "A value is none that the schema excludes.", "send a value that the document does not exclude"),
	}
}

// keyword is the rule of one keyword of OpenAPI's schemas.
func keyword(name, says, help string) harness.Rule {
	return harness.Rule{ID: "schema." + name, Severity: harness.Error, Says: says, Source: "OpenAPI, keyword " + name + " of the schema", Help: help}
}
