package claims

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/dataset"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
)

// anyTable stands among the formats for a table whose columns the user names.
func anyTable() string { return locale.T("Table with other columns") }

// readable are the formats that are read, in the order of the choice.
func readable() []*dataset.Format {
	return slices.DeleteFunc(slices.Clone(dataset.Formats), func(f *dataset.Format) bool { return !f.Reads() })
}

// formatPick is the choice of a format.
func (c *claimsImport) formatPick() *dialogs.KeySelect {
	var names []string
	for _, f := range readable() {
		names = append(names, locale.T(f.Title))
	}
	return dialogs.NewKeySelect(append(names, anyTable()), c.host.ModalEnd)
}

// readIn reads the file in the format of that title.
func (c *claimsImport) readIn(title string) {
	c.form, c.mapping, c.unit = nil, nil, ""
	if title == anyTable() {
		c.changeMapping()
		return
	}
	for _, f := range readable() {
		if locale.T(f.Title) == title {
			c.form = f
		}
	}
	c.read()
}

// askFormat asks in which format a file is that is of none or of several, as err says.
func (c *claimsImport) askFormat(err error) {
	pick := c.formatPick()
	pick.PlaceHolder = locale.T("(choose one)")
	chosen := ""
	dialog := c.host.ShowModal(dialogs.Modal{Title: locale.T("Import claims"), Width: 560, Confirm: locale.T("Preview"), Cancel: locale.T("Cancel"), Focus: pick,
		Content: container.NewVBox(dialogs.Wrapped(workspace.Sentence(err)), container.NewBorder(nil, nil, widget.NewLabel(locale.T("Format")), nil, pick)),
		OnConfirm: func() bool {
			chosen = pick.Selected
			return true
		},
		OnClose: func() {
			if chosen != "" {
				c.readIn(chosen)
			}
		}})
	pick.OnChanged = func(string) { dialog.Allow(true) }
	dialog.Allow(false)
}

// units are the units as the user reads them.
var units = map[dataset.Unit]string{
	dataset.CodePoints: locale.Mark("Code points (Python, R)"),
	dataset.UTF16:      locale.Mark("UTF-16 units (JavaScript, Java)"),
	dataset.Bytes:      locale.Mark("Bytes (Go, Rust, C)"),
}

// askUnit asks what the offsets of a file count. What each answer would mark stands beside it.
func (c *claimsImport) askUnit(q *dataset.UnitError) {
	var names []string
	readings := container.New(layout.NewFormLayout())
	for _, r := range q.Readings {
		names = append(names, locale.T(units[r.Unit]))
		readings.Add(dialogs.Top(widget.NewLabel(locale.T(units[r.Unit]))))
		readings.Add(dialogs.Wrapped(dialogs.VisualOrder(readingWords(r))))
	}
	pick := dialogs.NewRadioGroup(c.host.ModalKey, names...)
	var chosen dataset.Unit
	width := min(previewWidth, c.host.Win.Canvas().Size().Width-80)
	body := container.NewVBox(
		dialogs.Wrapped(locale.T("The file doesn't say what its offsets count, and has no quotes to tell. Which of these passages of “{{.Document}}” is right?",
			"Document", format.Shorten(format.NameLine(q.Document), 60))), readings, widget.NewLabel(locale.T("The offsets count")), pick)
	body.Resize(fyne.NewSize(width, 0))
	scroll := container.NewVScroll(body)
	scroll.SetMinSize(fyne.NewSize(width, min(body.MinSize().Height, c.host.Win.Canvas().Size().Height-220)))
	dialog := c.host.ShowModal(dialogs.Modal{Title: locale.T("What do the offsets count?"), Width: width, Confirm: locale.T("Continue"), Cancel: locale.T("Cancel"), Focus: pick.Box.Objects[0].(*dialogs.RadioOption), Content: scroll, Scroll: scroll,
		OnConfirm: func() bool {
			for _, r := range q.Readings {
				if locale.T(units[r.Unit]) == pick.Selected {
					chosen = r.Unit
				}
			}
			return chosen != ""
		},
		OnClose: func() {
			if c.unit = chosen; chosen != "" {
				c.read()
			}
		}})
	pick.OnChanged = func(string) { dialog.Allow(true) }
	dialog.Allow(false)
}

// readingWords shows what a reading marks, between brackets, in the text around it.
func readingWords(r dataset.Reading) string {
	if r.Text == "" {
		return locale.T("outside the text")
	}
	line := func(s string) string { return format.Visible(strings.NewReplacer("\n", "⏎", "\t", " ").Replace(s)) }
	marked := []rune(line(r.Text))
	if len(marked) > 80 { // its ends are what matters
		marked = slices.Concat(marked[:38], []rune(" … "), marked[len(marked)-38:])
	}
	return "…" + line(r.Before) + "[" + string(marked) + "]" + line(r.Behind) + "…"
}
