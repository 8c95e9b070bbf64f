package contract

import "strings"

// hint is the help that goes with a rule, "" where the finding says it all.
func hint(rule string) string {
	if keyword, ok := strings.CutPrefix(rule, "schema."); ok {
		return keywordHint(keyword)
	}
	switch rule {
	case "body.undocumented-property":
		return "check the spelling, or leave the member out"
	case "body.not-json":
		return "check that the body is one complete JSON value in UTF-8"
	case "body.missing":
		return "send the body that the operation documents"
	case "body.duplicate-key":
		return "write each member once: readers disagree on which one counts"
	case "body.lossy-number":
		return "write integers in plain digits, within 64 bits: readers lose the rest"
	case "body.trailing-data":
		return "end the body with the JSON value"
	case "body.unread":
		return "this body was not judged; nothing is said of it"
	case "status.undocumented":
		return "answer with a documented status, or add the status to the overlay with its source"
	case "content-type.undocumented":
		return "send the documented media type in Content-Type"
	case "header.missing":
		return "send the header: it is required here"
	case "header.invalid", "param.invalid":
		return "check the value against the document"
	case "param.missing":
		return "add the parameter"
	case "auth.missing":
		return "send the credentials of the sales unit with every call"
	case "route.unknown":
		return "check base path, version and spelling"
	case "route.method":
		return "use a method that the path has"
	case "route.spelling":
		return "write the path exactly as documented: some gateways do not forgive"
	case "lifecycle.deprecated":
		return "plan the move to its successor"
	case "lifecycle.retired":
		return "move to a version that is in force"
	}
	return ""
}

func keywordHint(keyword string) string {
	switch keyword {
	case "required":
		return "add the member; names are case-sensitive"
	case "type":
		return "send the type the document names: numbers without quotes, text with them"
	case "nullable":
		return "leave the member out instead of sending null"
	case "enum":
		return "send one of the documented values, in the same case"
	case "pattern":
		return "check length, characters and anchors against the pattern"
	case "format":
		return "write the value in the format the document names"
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
		return "stay within the documented bounds"
	case "minLength", "maxLength":
		return "length counts characters, not bytes"
	case "minItems", "maxItems":
		return "change the number of items"
	case "uniqueItems":
		return "send each item once"
	case "multipleOf":
		return "round to the documented step"
	case "additionalProperties":
		return "remove the member: the document allows no others here"
	case "discriminator":
		return "the member chooses the variant; send one of its names"
	case "oneOf", "anyOf":
		return "send one of the documented variants"
	case "minProperties", "maxProperties":
		return "change the number of members"
	}
	return ""
}
