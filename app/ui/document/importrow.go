package document

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/importing"
	"factmark/app/ingest"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
)

// importOutcome is what became of a file, or of a part of one.
type importOutcome int

const (
	wasImported importOutcome = iota
	wasKnown
	wasNear // wasImported, and nearly the same as another
	wasPassedOver
	wasRefused
	anyOutcome // all of them, in a filter; also how many there are
)

// outcomeNames are the outcomes as the user reads them.
var outcomeNames = [anyOutcome]string{locale.Mark("Imported"), locale.Mark("Already there"), locale.Mark("Near-duplicate"), locale.Mark("Skipped"), locale.Mark("Not imported")}

// resultRow is a row of the result of an import. The title, the publisher and the date are the document's as it is now.
type resultRow struct {
	importOutcome
	name                        string // of the file
	id                          string // of the document; "" where there is none
	title, publisher, published string
	why                         string // it was passed over or refused
	remarks                     []string
	near                        *importing.Near
}

func newResultRow(item *importing.Item) resultRow {
	row := resultRow{name: ingest.Shown(item.Name)}
	switch {
	case item.Added != nil:
		d := item.Added.Document
		row.id, row.title, row.publisher, row.published, row.remarks = d.ID, d.Title, d.Publisher, d.Published, item.Document.Remarks
		if item.Added.Existing {
			row.importOutcome = wasKnown
		}
	case item.Passed != "":
		row.importOutcome, row.why = wasPassedOver, locale.Known(item.Passed)
	default:
		row.importOutcome, row.why = wasRefused, format.OneLine(locale.Error(item.Refused()))
		row.why = strings.TrimPrefix(row.why, row.name+": ")
	}
	return row
}

// lines are the two lines of a row in the list.
func (r *resultRow) lines() (title, about string) {
	if r.id == "" {
		return filepath.Base(r.name), r.why
	}
	var near string
	if r.near != nil {
		near = nearWords(r.near)
	}
	remarks := ""
	if n := len(r.remarks); n > 0 {
		remarks = locale.N("{{.N}} remarks", n)
	}
	return format.NameLine(r.title), strings.Join(format.NonEmpty(near, r.published, format.NameLine(r.publisher), remarks, filepath.Base(r.name)), " · ")
}

func nearWords(near *importing.Near) string {
	return locale.T("{{.Percent}} % the same as “{{.Title}}”", "Percent", near.Percent(), "Title", format.Shorten(near.Title, 60))
}

func (r *resultRow) is(of importOutcome) bool {
	return of == anyOutcome || r.importOutcome == of || of == wasNear && r.near != nil
}

// resultItem is a row of the list: the outcome, the title and what else is known.
type resultItem struct {
	widget.BaseWidget
	outcome      *widget.Label
	title, about *dialogs.Headline
}

func newResultItem() *resultItem {
	i := &resultItem{outcome: widget.NewLabel(""), title: dialogs.NewTextLine(true), about: dialogs.NewTextLines(1, theme.SizeNameCaptionText, false)}
	i.outcome.SizeName = theme.SizeNameCaptionText
	i.about.Ink = theme.ColorNamePlaceHolder
	i.ExtendBaseWidget(i)
	return i
}

func (i *resultItem) set(row *resultRow) {
	title, about := row.lines()
	name := locale.T(outcomeNames[row.importOutcome])
	if row.near != nil {
		name = locale.T(outcomeNames[wasNear])
	}
	i.outcome.Importance = widget.MediumImportance
	if row.importOutcome == wasRefused {
		i.outcome.Importance = widget.DangerImportance
	}
	i.outcome.SetText(name)
	i.title.SetText(title)
	i.about.SetText(about)
}

// AccessibilityLabel names the row for those who don't see it.
func (i *resultItem) AccessibilityLabel() string {
	return i.outcome.Text + ": " + i.title.Text + ", " + i.about.Text
}

// CreateRenderer is part of fyne.Widget.
func (i *resultItem) CreateRenderer() fyne.WidgetRenderer {
	name := container.NewGridWrap(fyne.NewSize(110, i.outcome.MinSize().Height), i.outcome)
	return widget.NewSimpleRenderer(container.NewBorder(nil, nil, name, nil, container.New(layout.NewCustomPaddedVBoxLayout(-14), i.title, i.about)))
}
