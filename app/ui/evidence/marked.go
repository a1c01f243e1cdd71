package evidence

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"factmark/app/format"
	"factmark/widgets/fit"
)

// run is a part of a text that is drawn in one style.
type run struct {
	text string
	bold bool
}

// span is a half-open range of a text, in code points.
type span struct{ start, end int }

// runsOf is a text as a list shows it, in one line, with the words of some ranges in bold. Ranges may overlap and come
// in any order; what of them lies outside the text is left out.
func runsOf(text string, marks []span) (all []run) {
	letters := []rune(text)
	bold := make([]bool, len(letters))
	for _, m := range marks {
		for i := max(0, m.start); i < min(m.end, len(letters)); i++ {
			bold[i] = true
		}
	}
	spaced := true // what came last ends with a space
	for from := 0; from < len(letters); {
		to := from + 1
		for to < len(letters) && bold[to] == bold[from] {
			to++
		}
		part := format.Visible(format.OneLineKeepingEnds(string(letters[from:to])))
		if spaced {
			part = strings.TrimLeft(part, " ")
		}
		if part != "" {
			all = append(all, run{part, bold[from]})
			spaced = strings.HasSuffix(part, " ")
		}
		from = to
	}
	if n := len(all); n > 0 {
		if all[n-1].text = strings.TrimRight(all[n-1].text, " "); all[n-1].text == "" {
			all = all[:n-1]
		}
	}
	return all
}

// plain is the text of runs.
func plain(all []run) string {
	var b strings.Builder
	for _, r := range all {
		b.WriteString(r.text)
	}
	return b.String()
}

// fitRuns breaks runs into at most n lines of a width, in pixels, in a size of text. Every line has room for all of it in
// bold, which is the wider style.
func fitRuns(all []run, width float32, n int, size float32) (lines [][]run) {
	text := plain(all)
	at := 0 // bytes of text that are in lines
	for _, line := range fit.Lines(text, width, n, boldWidth(size)) {
		at += len(text[at:]) - len(strings.TrimLeft(text[at:], " "))
		shown := line
		if !strings.HasPrefix(text[at:], shown) {
			shown = strings.TrimSuffix(shown, "…")
		}
		if !strings.HasPrefix(text[at:], shown) { // no line of this text: shown as it is
			lines = append(lines, []run{{text: line}})
			continue
		}
		cut := cutRuns(all, at, at+len(shown))
		if shown != line {
			cut = append(cut, run{text: "…"})
		}
		lines = append(lines, cut)
		at += len(shown)
	}
	return lines
}

// cutRuns gives the part of runs from one byte of their text to another.
func cutRuns(all []run, from, to int) (cut []run) {
	at := 0
	for _, r := range all {
		start, end := max(from-at, 0), min(to-at, len(r.text))
		if start < end {
			cut = append(cut, run{r.text[start:end], r.bold})
		}
		at += len(r.text)
	}
	return slices.Clip(cut)
}

func boldWidth(size float32) func(string) float32 {
	return func(s string) float32 { return fyne.MeasureText(s, size, fyne.TextStyle{Bold: true}).Width }
}

func plainWidth(size float32) func(string) float32 {
	return func(s string) float32 { return fyne.MeasureText(s, size, fyne.TextStyle{}).Width }
}
