package claims

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/dataset"
	"factmark/app/format"
	"factmark/app/ingest/table"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
)

// mappingDialog asks what the columns of a table hold.
type mappingDialog struct {
	of      *claimsImport
	table   *table.Table
	mapping dataset.Mapping

	columns []*dialogs.KeySelect // one a column
	labels  *fyne.Container      // what stands for which label
	name    *dialogs.KeySelectEntry
	said    *dialogs.FormProblem
	preview *widget.Label
	scroll  *container.Scroll
	dialog  *dialogs.OpenModal
	kept    map[string]json.RawMessage
}

func notRead() string { return locale.T("(ignore)") }

// mostColumns is how many columns of a table are shown.
const mostColumns = 60

// previewedRows is how many rows of a table are shown as they are read, below a line with their number.
const previewedRows = 3

// askMapping asks what the columns of a table hold, beginning with a guess.
func (c *claimsImport) askMapping(t *table.Table) {
	c.openMapping(t, savedMapping{Mapping: dataset.GuessMapping(t, c.host.Workspace.Labels)})
}

// changeMapping asks again, beginning with what is known.
func (c *claimsImport) changeMapping() {
	var t *table.Table
	c.host.Working(locale.T("Reading the table"), locale.T("Nothing is changed yet."), func(context.Context, func(done, total int)) (err error) {
		if t, err = c.source.Table(); err != nil {
			err = fmt.Errorf("%s: %w", c.name, err)
		}
		return err
	}, c.ended(func() {
		if c.mapping == nil {
			c.askMapping(t)
			return
		}
		c.openMapping(t, *c.mapping)
	}))
}

func (c *claimsImport) openMapping(t *table.Table, known savedMapping) *mappingDialog {
	host := c.host
	m := &mappingDialog{of: c, table: t, mapping: known.Mapping, said: host.NewFormProblem(1), preview: dialogs.Wrapped(""), kept: host.Profile.Mappings()}
	m.mapping.Header, m.mapping.Columns, m.mapping.Labels = t.Columns, maps.Clone(known.Columns), maps.Clone(known.Labels)
	m.labels = container.New(layout.NewFormLayout())
	form := container.New(layout.NewFormLayout())
	samples := t.Preview(20)
	for i, column := range t.Columns[:min(len(t.Columns), mostColumns)] {
		pick := dialogs.NewKeySelect([]string{notRead()}, host.ModalEnd)
		pick.Selected = notRead()
		for _, f := range dataset.MappedFields {
			pick.Options = append(pick.Options, locale.T(f.Title))
			if m.mapping.Columns[column] == f.Name {
				pick.Selected = locale.T(f.Title)
			}
		}
		pick.OnChanged = func(string) { m.changed(column, pick.SelectedIndex()) }
		m.columns = append(m.columns, pick)
		form.Add(dialogs.Top(columnWords(column, samples, i)))
		form.Add(pick)
	}
	m.name = dialogs.NewKeySelectEntry(slices.Sorted(maps.Keys(m.kept)), host.ModalKey)
	m.name.SetPlaceHolder(locale.T("Name, to use these settings again"))
	m.name.SetText(known.name)
	body := container.NewVBox(dialogs.Wrapped(locale.T("Choose what each column contains. Claims are placed by their quotes, their offsets, or both.")), form)
	if hidden := len(t.Columns) - mostColumns; hidden > 0 {
		body.Add(dialogs.Small(locale.N("{{.N}} more columns are not shown and will be ignored.", hidden)))
	}
	body.Add(m.labels)
	room := host.Win.Canvas().Size()
	width := min(previewWidth, room.Width-80)
	body.Resize(fyne.NewSize(width, 0))
	m.scroll = container.NewVScroll(body)
	m.scroll.SetMinSize(fyne.NewSize(width, max(140, min(body.MinSize().Height, room.Height-380))))
	preview := container.NewVScroll(m.preview)
	preview.SetMinSize(fyne.NewSize(width, widget.NewLabel(strings.Repeat("\n", previewedRows)).MinSize().Height))
	confirmed := false
	m.dialog = host.ShowModal(dialogs.Modal{Title: locale.T("Columns of “{{.File}}”", "File", format.Shorten(c.name, 60)), Width: width, Confirm: locale.T("Continue"), Cancel: locale.T("Cancel"), Focus: m.columns[0], Scroll: m.scroll,
		Content:   container.NewVBox(m.scroll, preview, container.NewBorder(nil, nil, widget.NewLabel(locale.T("Save settings as")), nil, m.name), m.said.Body),
		OnConfirm: func() bool { confirmed = true; return true },
		OnClose: func() {
			if confirmed {
				m.use()
			}
		}})
	m.showLabels()
	m.show()
	return m
}

// columnWords are the name of a column and, below it, what the first row that is not empty says in it.
func columnWords(name string, samples [][]string, i int) fyne.CanvasObject {
	words := container.New(layout.NewCustomPaddedVBoxLayout(-14), dialogs.Bold(dialogs.VisualOrder(format.Shorten(format.NameLine(name), 30))))
	for _, row := range samples {
		if cell := format.NameLine(row[i]); cell != "" {
			sample := widget.NewLabel(dialogs.VisualOrder(format.Shorten(cell, 40)))
			sample.SizeName = theme.SizeNameCaptionText
			words.Add(sample)
			break
		}
	}
	return words
}

// changed takes another field for a column; 0 is none.
func (m *mappingDialog) changed(column string, field int) {
	before := m.mapping.Columns[column]
	if delete(m.mapping.Columns, column); field > 0 {
		m.mapping.Columns[column] = dataset.MappedFields[field-1].Name
	}
	if before == "label" || m.mapping.Columns[column] == "label" {
		m.mapping.GuessLabels(m.table, m.of.host.Workspace.Labels)
		m.showLabels()
	}
	m.show()
}

// mostValues is how many values of a column of labels are shown.
const mostValues = 30

// showLabels shows which label each value stands for.
func (m *mappingDialog) showLabels() {
	m.labels.RemoveAll()
	values := slices.Sorted(maps.Keys(m.mapping.Labels))
	for _, value := range values[:min(len(values), mostValues)] {
		pick := dialogs.NewKeySelect(nil, m.of.host.ModalEnd)
		asItIs := locale.T("New label: {{.Label}}", "Label", format.Shorten(format.NameLine(value), 40))
		targets := []string{value, ""}
		pick.Options = []string{asItIs, locale.T("No label")}
		for _, l := range m.of.host.Workspace.Labels {
			if l.Name == value {
				pick.Options, targets = slices.Delete(pick.Options, 0, 1), slices.Delete(targets, 0, 1)
				break
			}
		}
		for _, l := range m.of.host.Workspace.Labels {
			pick.Options, targets = append(pick.Options, format.NameLine(l.Name)), append(targets, l.Name)
		}
		if i := slices.Index(targets, m.mapping.Labels[value]); i >= 0 {
			pick.Selected = pick.Options[i]
		}
		pick.OnChanged = func(string) {
			m.mapping.Labels[value] = targets[pick.SelectedIndex()]
			m.show()
		}
		m.labels.Add(widget.NewLabel(locale.T("“{{.Value}}” means", "Value", dialogs.VisualOrder(format.Shorten(format.NameLine(value), 30)))))
		m.labels.Add(pick)
	}
	if more := len(values) - mostValues; more > 0 {
		m.labels.Add(widget.NewLabel(""))
		m.labels.Add(dialogs.Small(locale.N("{{.N}} more values; each becomes a label.", more)))
	}
	m.labels.Refresh()
}

// show shows what comes of the columns.
func (m *mappingDialog) show() {
	if err := m.mapping.Check(m.table); err != nil {
		m.said.Tell(format.UpperFirst(err.Error())+".", widget.WarningImportance)
		m.preview.SetText("")
		m.dialog.Allow(false)
		return
	}
	m.said.Clear()
	m.dialog.Allow(true)
	lines := []string{locale.N("{{.N}} rows. The first:", m.table.Rows())}
	index := func(field string) int {
		return slices.IndexFunc(m.table.Columns, func(name string) bool { return m.mapping.Columns[name] == field })
	}
	quote, label, document := index("quote"), index("label"), index("document")
	for _, row := range m.table.Preview(previewedRows) {
		cell := func(i int) string {
			if i < 0 {
				return ""
			}
			return row[i]
		}
		value := cell(label)
		if target, known := m.mapping.Labels[value]; known {
			value = target
		}
		lines = append(lines, dialogs.VisualOrder(strings.Join(format.NonEmpty(format.Shorten(format.NameLine(cell(quote)), 80), format.NameLine(value), format.Shorten(format.NameLine(cell(document)), 40)), " · ")))
	}
	m.preview.SetText(strings.Join(lines, "\n"))
}

// use reads the table so, and keeps the mapping where it has a name.
func (m *mappingDialog) use() {
	c := m.of
	name := strings.TrimSpace(m.name.Text)
	c.form, c.unit = nil, ""
	c.mapping = &savedMapping{name, m.mapping}
	if name != "" {
		c.host.KeepProfile(func() error {
			kept, err := json.Marshal(m.mapping)
			if err != nil {
				return err
			}
			return c.host.Profile.SetMapping(name, kept)
		}, nil)
	}
	c.read()
}
