package review

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"time"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/store"
)

//go:embed page.html
var pageSource string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"spell": format.Seconds,
	"day":   func(t time.Time) string { return t.Local().Format("2 January 2006, 15:04") },
}).Parse(pageSource))

// WritePage writes a session and what it came to as one HTML page for print,
// which needs no other file, no script and no network.
func WritePage(out io.Writer, session store.ReviewSession, s Summary) error {
	independent := session.Mode == store.ModeIndependent
	err := page.Execute(out, map[string]any{"Session": session, "Sum": &s, "Mode": ModeName(session.Mode), "Independent": independent})
	if err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return nil
}

// ModeName says in a word or two how a session is held.
func ModeName(mode store.Mode) string {
	switch mode {
	case store.ModeBlind:
		return "Blind"
	case store.ModeIndependent:
		return "Blind, from scratch"
	}
	return "Open"
}

// SessionName is what a session is called by how it is held.
func SessionName(mode store.Mode) string {
	switch mode {
	case store.ModeBlind:
		return locale.Mark("Blind review")
	case store.ModeIndependent:
		return locale.Mark("Blind review from scratch")
	}
	return locale.Mark("Open review")
}
