package migrate

import (
	"fmt"
	"html/template"
	"io"
)

// HTML writes the report as one page that needs nothing else.
func HTML(w io.Writer, r *Report) error {
	if err := page.Execute(w, r); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"indented": indented,
	"summary":  (*Report).summary,
	"words": func(f Fate) string {
		for _, g := range fateWords {
			if g.fate == f {
				return g.words
			}
		}
		return string(f)
	},
	"orNothing": orNothing,
	"calls":     func(n int) string { return counted(n, "call", "calls") },
}).Parse(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{.From}} → {{.To}}</title>
<style>
:root{color-scheme:light dark;--line:#8884;--none:#b3261e;--decide:#8a5a00;--maps:#1b6e3c}
@media(prefers-color-scheme:dark){:root{--none:#ff8a80;--decide:#ffc46b;--maps:#7bd8a0}}
body{font:15px/1.5 system-ui,sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem}
h1,h2{line-height:1.2}table{border-collapse:collapse;width:100%;display:block;overflow-x:auto}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid var(--line)}
code,pre{font:13px/1.45 ui-monospace,monospace}pre{overflow-x:auto;margin:0;padding:.6rem;border:1px solid var(--line);border-radius:4px}
.none{color:var(--none);font-weight:600}.decide{color:var(--decide);font-weight:600}.maps{color:var(--maps)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem;margin:.6rem 0}@media(max-width:50rem){.pair{grid-template-columns:1fr}}
</style></head><body>
<h1>{{.From}} → {{.To}}</h1>
<p>{{calls .Totals.Migrated}} of {{.Totals.Exchanges}} exchanges: {{summary .}}.</p>
{{range .Operations}}<section><h2><code>{{.From}}</code> → <code>{{orNothing .To}}</code>, {{calls .Calls}}</h2>
<table><thead><tr><th scope="col">fate</th><th scope="col">part</th><th scope="col">old</th><th scope="col">new</th><th scope="col">row</th><th scope="col">what is to know</th><th scope="col">seen</th></tr></thead><tbody>
{{range .Fields}}<tr><td class="{{.Fate}}">{{words .Fate}}</td><td>{{.Part}}</td><td><code>{{.From}}</code></td><td><code>{{.To}}</code></td><td>{{.Row}}</td><td>{{.Says}}</td><td>{{.Count}}: {{range .Exchanges}}{{.}} {{end}}</td></tr>
{{end}}{{range .Findings}}<tr><td class="none">breaks the new contract</td><td>{{.Severity}}</td><td colspan="3"><code>{{.Rule}}</code></td><td>{{.Message}}{{if .Before}} (such requests were refused before, too){{end}}</td><td>{{.Count}}: {{range .Exchanges}}{{.}} {{end}}</td></tr>
{{end}}</tbody></table>
{{range .Samples}}<h3>{{.Exchange}}</h3><div class="pair"><pre>{{.Old.Method}} {{.Old.Target}}
{{indented .Old}}</pre><div>{{range .New}}<pre>{{.Method}} {{.Target}}
{{indented .}}</pre>{{else}}<p>Nothing stands for it.</p>{{end}}</div></div>
{{end}}</section>{{end}}
<h2>Sources</h2><ul>{{range .Sources}}<li>{{.}}</li>{{end}}</ul>
</body></html>
`))
