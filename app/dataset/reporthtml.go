package dataset

import (
	_ "embed"
	"html/template"
	"io"
	"strconv"

	"factmark/app/locale"
)

//go:embed reporthtml.tmpl
var reportTemplate string

// reportHTMLFormat is a page to read and to print: each document with its claims marked, and each claim with what was said of it.
var reportHTMLFormat = &Format{
	Name: "report-html", Title: locale.Mark("Report, web page"), Extension: ".html", Unit: NoOffsets,
	Holds:   reportHolds,
	Remarks: reportRemarks,
	write:   writeReportHTML,
}

var (
	reportHolds = []string{"document", "publisher", "published", "source_url", "quote", "label", "fine_label", "statement", "claimant", "claim_date",
		"claim_type", "confidence", "note", "supporting", "refuting", "annotator", "status", "updated_at", "final_label", "reviewer", "reviewed_at", "locator",
		"evidence", "evidence_set", "evidence_note", "evidence_source", "decisions", "text"}
	reportRemarks = []string{"A report is for readers, and does not come in again."}
)

var reportPage = template.Must(template.New("report").Funcs(template.FuncMap{
	"printable": printable, "sign": func(stance string) string { return stanceSigns[stance] }, "web": webAddress,
	"facts": (*printed).facts, "details": func(c printedClaim) [][2]string { return c.details() },
	"source": func(e Evidence) string { return e.source() }, "told": func(e Evidence) string { return e.told() }, "add": func(a, b int) int { return a + b },
	"language": func(tag string) string {
		if tag == "" {
			return "und"
		}
		return tag
	},
}).Parse(reportTemplate))

// reportStyle is a label in the page's style sheet.
type reportStyle struct{ N, Pattern, Light, Dark, LightTint, DarkTint template.CSS }

func writeReportHTML(w io.Writer, in *Selection) error {
	classes := map[string]int{}
	var styles []reportStyle
	for i, l := range append(in.Labels[:len(in.Labels):len(in.Labels)], noLabel) {
		classes[l.Name] = i
		// The store has checked that colours are #RRGGBB and patterns words of CSS.
		styles = append(styles, reportStyle{template.CSS(strconv.Itoa(i)), template.CSS(l.Pattern), template.CSS(l.Light), template.CSS(l.Dark),
			template.CSS(mix(l.Light, "#FBFAF7", tint)), template.CSS(mix(l.Dark, "#16181C", tint))})
	}
	title := "Fact check"
	if len(in.export.Documents) == 1 {
		title = in.export.Documents[0].Title
	}
	if err := reportPage.ExecuteTemplate(w, "begin", map[string]any{"Title": title, "Styles": styles}); err != nil {
		return err
	}
	err := in.eachPrinted(func(p *printed) error {
		return reportPage.ExecuteTemplate(w, "document", map[string]any{"P": p, "Classes": classes})
	})
	if err != nil {
		return err
	}
	return reportPage.ExecuteTemplate(w, "end", nil)
}
