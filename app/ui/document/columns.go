package document

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/importing"
	"factmark/app/ingest"
	"factmark/app/ingest/extract"
	"factmark/app/ingest/table"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
)

// columnsDialog asks which columns of a table hold what, and shows the documents that come of it.
type columnsDialog struct {
	host    *DocumentDialogs
	table   *table.Table
	columns table.Columns

	Picks   []*dialogs.KeySelect // one a part of a document, as parts names them
	count   *widget.Label
	preview *widget.Label
	asked   workspace.Latest // previews
	Dialog  *dialogs.OpenModal
}

// part is a part of a document that a column may hold.
type part struct {
	name string
	none string // the choice where no column holds it
	of   func(*table.Columns) *int
}

var parts = []part{
	{locale.Mark("Text"), locale.Mark("All columns, with their names"), func(c *table.Columns) *int { return &c.Text }},
	{locale.Mark("Title"), noColumn, func(c *table.Columns) *int { return &c.Title }},
	{locale.Mark("Author"), noColumn, func(c *table.Columns) *int { return &c.Author }},
	{locale.Mark("Publisher"), noColumn, func(c *table.Columns) *int { return &c.Publisher }},
	{locale.Mark("Published"), noColumn, func(c *table.Columns) *int { return &c.Published }},
	{locale.Mark("URL"), noColumn, func(c *table.Columns) *int { return &c.URL }},
	{locale.Mark("Language"), noColumn, func(c *table.Columns) *int { return &c.Language }},
}

// noColumn is the choice where no column holds something.
const noColumn = "(no column)"

// settleTables asks which columns of tables hold what, once for all that have the same ones.
func (d *DocumentDialogs) settleTables(batch *importing.Batch, then func(*importing.Batch, error)) {
	var first *ingest.ColumnsError
	same := 0
	alike := func(item *importing.Item) bool {
		q := item.Table()
		return q != nil && slices.Equal(q.Table.Columns, first.Table.Columns)
	}
	for i := range batch.Items {
		switch item := &batch.Items[i]; {
		case first == nil:
			first = item.Table()
		case alike(item):
			same++
		}
	}
	if first == nil {
		then(batch, nil)
		return
	}
	meant := func(item *importing.Item, all bool) bool {
		q := item.Table()
		return q != nil && (q == first || all && alike(item))
	}
	d.askColumns(first, same, func(columns table.Columns, all bool) {
		d.Working(locale.T("Importing"), locale.T(reading), func(context.Context, func(done, total int)) error {
			return batch.SettleTables(func(item *importing.Item) (table.Columns, bool) { return columns, meant(item, all) })
		}, func(err error) {
			if err != nil {
				then(nil, err)
				return
			}
			d.settleTables(batch, then)
		})
	}, func(all bool) {
		batch.Refuse(locale.T("skipped"), func(item *importing.Item) bool { return meant(item, all) })
		d.settleTables(batch, then)
	}, func() { then(nil, context.Canceled) })
}

// askColumns opens the dialog for a table, and returns it at once. So many others have the same columns. One of the functions is called
// when it is closed: with the answer, to go on without the table, or where the import is cancelled.
func (d *DocumentDialogs) askColumns(q *ingest.ColumnsError, others int, chosen func(columns table.Columns, all bool), leaveOut func(all bool), left func()) *columnsDialog {
	c := &columnsDialog{host: d, table: q.Table, columns: q.Guess, count: widget.NewLabel(""), preview: dialogs.Wrapped("")}
	names := columnNames(q.Table)
	form := container.New(layout.NewFormLayout())
	second := container.New(layout.NewFormLayout())
	for i, p := range parts {
		of := p.of(&c.columns)
		pick := dialogs.NewKeySelect(append([]string{locale.T(p.none)}, names...), d.ModalEnd)
		pick.Selected = pick.Options[*of+1]
		pick.OnChanged = func(string) {
			*of = pick.SelectedIndex() - 1
			c.show()
		}
		c.Picks = append(c.Picks, pick)
		into := form
		if i > len(parts)/2 {
			into = second
		}
		into.Add(widget.NewLabel(locale.T(p.name)))
		into.Add(pick)
	}
	also := dialogs.NewKeyCheck(d.ModalKey)
	also.SetText(locale.N("Also use for {{.N}} other tables with these columns", others))
	also.SetChecked(true)
	all := func() bool { return others > 0 && also.Checked }
	size := d.Win.Canvas().Size()
	width := min(760, size.Width-80)
	content := container.NewVBox(dialogs.Wrapped(locale.T("Each row becomes a document. Choose the column with its text, and those with its title, author and so on.")),
		container.NewGridWithColumns(2, form, second), c.count,
		container.NewGridWrap(fyne.NewSize(width, max(70, min(previewHeight, size.Height-460))), container.NewVScroll(c.preview)))
	if others > 0 {
		content.Add(also)
	}
	answer := left
	c.Dialog = d.ShowModal(dialogs.Modal{Title: locale.T("Columns of {{.File}}", "File", format.Shorten(ingest.Shown(q.FileName), 60)), Content: content, Width: width,
		Confirm: locale.T("Use these columns"), Cancel: locale.T("Cancel"), Other: locale.T("Skip file"), Focus: c.Picks[0],
		OnOther: func() {
			answer = func() { leaveOut(all()) }
			c.Dialog.Close()
		},
		OnConfirm: func() bool {
			answer = func() { chosen(c.columns, all()) }
			return true
		},
		OnClose: func() { answer() }})
	c.show()
	return c
}

// columnNames are the names of a table's columns, each once, with what the first row says in it.
func columnNames(t *table.Table) []string {
	const samples = 20 // rows in which something is looked for
	rows := t.Preview(samples)
	var names []string
	for i, name := range t.Columns {
		shown := format.Shorten(format.OneLine(name), 30)
		for _, row := range rows {
			if cell := format.OneLine(row[i]); cell != "" {
				shown += "  –  " + format.Shorten(cell, 40)
				break
			}
		}
		shown = dialogs.VisualOrder(format.VisibleLines(shown))
		if slices.Contains(names, shown) || shown == locale.T(noColumn) {
			shown = locale.T("{{.Name}} (column {{.Number}})", "Name", shown, "Number", i+1)
		}
		names = append(names, shown)
	}
	return names
}

// show shows what comes of the columns.
func (c *columnsDialog) show() {
	c.Dialog.Allow(false) // until it is seen
	current, back, columns := c.asked.Ask(), c.host.Workspace.Back, c.columns
	back.Go(func() {
		documents, problems := c.table.Documents(columns)
		said := documentsPreview(documents, c.table.Remarks)
		back.OnUI(func() {
			if !current() {
				return
			}
			count := []string{locale.N("{{.N}} rows", c.table.Rows()), locale.N("{{.N}} documents", len(documents))}
			if len(problems) > 0 {
				count = append(count, locale.N("{{.N}} rows have no text in this column", len(problems)))
			}
			c.count.SetText(strings.Join(count, " · "))
			showPreview(c.preview, said, nil)
			c.Dialog.Allow(len(documents) > 0)
		})
	})
}

// documentsPreview shows the first of the documents that come of a table, and what is to know of how it was read.
func documentsPreview(documents []extract.Content, remarks []string) string {
	var lines []string
	for _, c := range documents[:min(3, len(documents))] {
		about := format.NonEmpty(c.Title, c.Author, c.Publisher, c.Published, c.URL, c.Language)
		if len(about) > 0 {
			lines = append(lines, format.Shorten(format.OneLine(strings.Join(about, " · ")), previewLength))
		}
		lines = append(lines, "    "+format.Shorten(format.OneLine(c.Text), previewLength))
		for _, remark := range c.Remarks {
			lines = append(lines, "    "+format.OneLine(locale.Known(remark)))
		}
	}
	for _, remark := range remarks {
		lines = append(lines, format.OneLine(locale.Known(remark)))
	}
	for i, line := range lines {
		lines[i] = dialogs.VisualOrder(format.Visible(line))
	}
	return strings.Join(lines, "\n")
}
