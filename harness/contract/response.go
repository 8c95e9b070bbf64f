package contract

import (
	"strconv"
	"strings"

	"kontrakt/harness"
)

// answer judges what the callee answered: nothing where there was no answer, or
// where our own listener answered in its place.
func (j *judgement) answer() {
	r := &j.x.Response
	f := j.x.Failure
	if r.Status == 0 || f != nil && (f.Kind == harness.Enforced || f.Kind == harness.Refused ||
		f.Kind == harness.Unreachable || f.Kind == harness.TimedOut) {
		return
	}
	j.side, j.status = harness.ResponseOf(j.x.Flow), r.Status
	reply := j.op.reply(r.Status)
	if reply == nil {
		j.report(harness.Finding{
			Rule: "status.undocumented", In: harness.PartStatus,
			Want: documented(j.op.statuses), Got: strconv.Itoa(r.Status),
		}, j.op.pointer+"/responses")
		return
	}
	if reply.site != nil {
		var published []string
		for _, s := range j.op.statuses {
			if other := j.op.responses[s]; other != nil && other.site == nil {
				published = append(published, s)
			}
		}
		j.noteSite(reply.site, harness.PartStatus, "", documented(published), strconv.Itoa(r.Status))
	}
	for _, p := range reply.headers {
		j.param(p, headerValues(r.Header, p.name))
	}
	if f == nil {
		j.answerBody(reply, r)
	}
}

func documented(statuses []string) string {
	if len(statuses) == 0 {
		return "a documented status"
	}
	if len(statuses) == 1 {
		return "status " + statuses[0]
	}
	return "one of " + strings.Join(statuses, ", ")
}

// answerBody judges the body of an answer that came to its regular end.
func (j *judgement) answerBody(reply *response, r *harness.Response) {
	if j.x.Request.Method == "HEAD" {
		return // it describes a body and has none
	}
	if r.Status == 204 || r.Status == 304 {
		if r.Body.Size > 0 {
			j.report(harness.Finding{
				Rule: "content-type.undocumented", In: harness.PartBodyType,
				Want: "no body with status " + strconv.Itoa(r.Status), Got: count(int(r.Body.Size), "byte"),
				Help: "answer " + strconv.Itoa(r.Status) + " without a body",
			}, reply.pointer)
		}
		return
	}
	switch {
	case reply.content == nil:
		// Choice: where the document declares no content it says nothing of the
		// body, so a body is not wrong.
	case r.Body.Size == 0:
		j.report(harness.Finding{
			Rule: "body.missing", In: harness.PartBody, Want: "a body of " + reply.content.list(), Got: nothing,
		}, reply.content.pointer())
	default:
		j.message(reply.content, r.Header, r.Body)
	}
}
