package dialogs

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/anchor"
	"factmark/app/format"
	"factmark/app/locale"
)

// SideBySide shows two sentences with what differs between them: underlined and
// bold, whatever the colour. The span itself is in full ink, what is around it
// softer.
func SideBySide(was, is anchor.Sentence) (old, new []widget.RichTextSegment) {
	olds, news := anchor.Compare(was.Text, is.Text)
	old, new = sentenceSegments(was, olds), sentenceSegments(is, news)
	if was.Before != "" || is.Before != "" {
		before, now := anchor.Compare(was.Before, is.Before)
		old = append(beforeSegments(before), old...)
		new = append(beforeSegments(now), new...)
	}
	return old, new
}

// beforeSegments shows what a sentence takes its subject from, in a paragraph over it.
func beforeSegments(parts []anchor.Part) []widget.RichTextSegment {
	text := ""
	for _, part := range parts {
		text += part.Text
	}
	all := sentenceSegments(anchor.Sentence{Text: text}, parts)
	if len(all) == 0 {
		all = append(all, inked(locale.T("(nothing)"), false, false))
	}
	last := all[len(all)-1].(*widget.TextSegment)
	last.Style.Inline = false
	return all
}

// sentenceSegments cuts the parts of a sentence where its span begins and ends.
func sentenceSegments(s anchor.Sentence, parts []anchor.Part) []widget.RichTextSegment {
	var all []widget.RichTextSegment
	at := 0
	for _, part := range parts {
		runes := []rune(part.Text)
		for len(runes) > 0 {
			n := len(runes)
			inside := s.Start <= at && at < s.End
			switch {
			case at < s.Start:
				n = min(n, s.Start-at)
			case inside:
				n = min(n, s.End-at)
			}
			if text := format.OneLineKeepingEnds(string(runes[:n])); text != "" {
				all = append(all, inked(text, inside, part.Changed))
			}
			runes, at = runes[n:], at+n
		}
	}
	return all
}

// inked is a piece of a sentence: of the span or beside it, changed or not.
func inked(text string, inside, changed bool) widget.RichTextSegment {
	style := widget.RichTextStyleInline
	switch {
	case changed:
		style.TextStyle = fyne.TextStyle{Bold: true, Underline: true}
		style.ColorName = theme.ColorNamePrimary
	case !inside:
		style.ColorName = theme.ColorNamePlaceHolder
	}
	return &widget.TextSegment{Text: text, Style: style}
}

// DifferenceInWords says how two sentences differ.
func DifferenceInWords(was, is anchor.Sentence) string {
	before := was.Before != "" || is.Before != ""
	old, new := was.Text, is.Text
	if before {
		old, new = was.Before, is.Before
		switch {
		case old == "":
			return locale.T("The sentence is the same, but “{{.Text}}” now comes before it.", "Text", format.Shorten(new, 80))
		case new == "":
			return locale.T("The sentence is the same, but “{{.Text}}” no longer comes before it.", "Text", format.Shorten(old, 80))
		}
	}
	changes := anchor.Changes(old, new)
	if len(changes) == 0 {
		return locale.T("The sentence is the same; the text around it has changed.")
	}
	const most = 3
	var said []string
	for _, c := range changes[:min(most, len(changes))] {
		from, to := format.Shorten(c.Old, 40), format.Shorten(c.New, 40)
		switch {
		case from == "":
			said = append(said, locale.T("“{{.New}}” is new", "New", to))
		case to == "":
			said = append(said, locale.T("“{{.Old}}” is gone", "Old", from))
		default:
			said = append(said, locale.T("“{{.Old}}” is now “{{.New}}”", "Old", from, "New", to))
		}
	}
	if more := len(changes) - most; more > 0 {
		said = append(said, locale.N("and {{.N}} more changes", more))
	}
	if before {
		return locale.T("The sentence is the same; the text before it has changed: {{.Changes}}.", "Changes", strings.Join(said, ", "))
	}
	return locale.T("The sentence has changed: {{.Changes}}.", "Changes", strings.Join(said, ", "))
}
