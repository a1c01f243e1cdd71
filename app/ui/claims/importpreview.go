package claims

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/dataset"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/store"
)

// show shows what a file would do.
func (c *claimsImport) show(report store.ImportReport) {
	host := c.host
	bad := append(c.files.Bad(), report.Bad...)
	slices.SortStableFunc(bad, func(a, b store.BadRow) int { return a.Line - b.Line })
	body := container.NewVBox()
	say := func(text string) *widget.Label {
		l := dialogs.Wrapped(text)
		body.Add(l)
		return l
	}
	brought := dataset.Brought(report)
	counts := say(locale.N("{{.N}} new claims.", report.Added) + " " + locale.N("{{.N}} are already in the workspace.", report.Existing))
	if report.Added+report.Existing+len(report.Updated) == 0 && len(bad) > 0 && brought == "" {
		counts.SetText(locale.T("There is nothing to import: no row can be read."))
	}
	counts.TextStyle.Bold = true
	if brought != "" {
		say(locale.T("Also imported: {{.What}}.", "What", brought))
	}
	for _, remark := range c.files.Remarks(report) {
		say(remark)
	}
	list := func(updates []store.ClaimUpdate) {
		var lines []string
		for _, u := range updates {
			lines = append(lines, fmt.Sprintf("%s, %s", c.line(u.Line), dataset.Changes(u)))
		}
		say(dialogs.Listed(lines))
	}
	if n := len(report.Updated); n > 0 {
		c.update = dialogs.NewKeyCheck(host.ModalKey)
		c.update.Text = locale.N("Update {{.N}} claims that differ from those in the workspace", n)
		c.update.OnChanged = func(bool) { c.allow(report, len(bad)) }
		body.Add(c.update)
		list(report.Updated)
	}
	if n := len(report.Left); n > 0 {
		say(locale.N("{{.N}} claims have been changed here since the table was exported and won't be updated:", n))
		list(report.Left)
	}
	nothing := report.Added == 0 && len(report.Updated) == 0 && brought == ""
	if n := len(bad); n > 0 {
		if nothing {
			say(locale.N("{{.N}} rows can't be imported:", n))
		} else {
			c.skip = dialogs.NewKeyCheck(host.ModalKey)
			c.skip.Text = locale.N("Skip {{.N}} rows that can't be imported", n)
			c.skip.OnChanged = func(bool) { c.allow(report, n) }
			body.Add(c.skip)
		}
		var lines []string
		for _, row := range bad {
			lines = append(lines, fmt.Sprintf("%s: %v", c.line(row.Line), row.Err))
		}
		say(dialogs.Listed(lines))
	}
	title := locale.T("Import claims from “{{.File}}”", "File", format.Shorten(c.name, 60))
	room := host.Win.Canvas().Size()
	width := min(previewWidth, room.Width-80)
	body.Resize(fyne.NewSize(width, 0))
	scroll := container.NewVScroll(body)
	above := c.readAs()
	preview := newImportPreview(c, bad)
	left := room.Height - 260
	if len(preview.rows) > 0 {
		left -= preview.height(room)
	}
	scroll.SetMinSize(fyne.NewSize(width, min(body.MinSize().Height, max(96, left))))
	content := container.NewVBox(above, scroll)
	if len(preview.rows) > 0 {
		content.Add(container.NewBorder(nil, nil, widget.NewLabel(locale.T("Preview")), nil, preview.pick))
		content.Add(container.NewGridWrap(fyne.NewSize(width, preview.height(room)-40), preview.list.Framed()))
	}
	if nothing {
		c.dialog = host.ShowModal(dialogs.Modal{Title: title, Width: width, Content: content, Scroll: scroll, Confirm: locale.T("Close")})
		scroll.ScrollToTop()
		return
	}
	var focus fyne.Focusable
	for _, check := range []*dialogs.KeyCheck{c.skip, c.update} {
		if check != nil {
			focus = check
		}
	}
	c.dialog = host.ShowModal(dialogs.Modal{Title: title, Width: width, Content: content, Scroll: scroll, Confirm: locale.T("Import"), Cancel: locale.T("Cancel"), OnConfirm: c.start, Focus: focus})
	c.allow(report, len(bad))
}

const previewWidth = 720 // pixels

// line names a line of the file, and the file where there are several.
func (c *claimsImport) line(line int) string {
	file, in := c.files.Where(line)
	switch {
	case len(c.files.Files) > 1:
		return locale.T("{{.File}}, line {{.Line}}", "File", file, "Line", in)
	case in <= 0:
		return locale.T("The file")
	}
	return locale.T("Line {{.Line}}", "Line", in)
}

// allow lets the file be imported once something would be done, and the rows that don't fit are to be left out.
func (c *claimsImport) allow(report store.ImportReport, bad int) {
	if c.dialog == nil {
		return
	}
	update := c.update != nil && c.update.Checked
	c.dialog.Allow((report.Added > 0 || update || dataset.Brought(report) != "") && (bad == 0 || c.skip.Checked))
}

// readAs says in which format the file was read, and lets it be read in another; of a table with other columns what they hold can be
// changed.
func (c *claimsImport) readAs() fyne.CanvasObject {
	pick := c.formatPick()
	read := c.files.Files[0].Format
	for i, f := range readable() {
		if f == read {
			pick.Selected = pick.Options[i]
		}
	}
	if pick.Selected == "" {
		pick.Selected = anyTable()
	}
	pick.OnChanged = func(chosen string) {
		c.dialog.Close()
		c.readIn(chosen)
	}
	row := container.NewBorder(nil, nil, widget.NewLabel(locale.T("Format")), nil, pick)
	if c.mapping != nil {
		columns := dialogs.NewKeyButton(locale.T("Columns…"), c.host.ModalKey, func() {
			c.dialog.Close()
			c.changeMapping()
		})
		row = container.NewBorder(nil, nil, widget.NewLabel(locale.T("Format")), columns, pick)
	}
	return row
}

// importOutcome is what would become of a claim.
type importOutcome int

const (
	standsThere importOutcome = iota
	wasSought
	hasNoPlace
	isSuggested
	doesNotFit
	anyOutcome // all of them, in a filter; also how many there are
)

// outcomeNames are the outcomes as the user reads them.
var outcomeNames = [anyOutcome]string{locale.Mark("At its place"), locale.Mark("Found by its quote"), locale.Mark("Unplaced"), locale.Mark("Suggestion"), locale.Mark("Can't be imported")}

// previewRow is a claim of the file.
type previewRow struct {
	importOutcome
	claim *store.ImportedClaim
	why   string
}

// importPreview lists the claims of a file with what would become of each.
type importPreview struct {
	rows   []previewRow
	shown  []int // indices of the rows that the filter lets through
	counts [anyOutcome]int
	pick   *dialogs.KeySelect
	list   *dialogs.RowList
}

func newImportPreview(c *claimsImport, bad []store.BadRow) *importPreview {
	p := &importPreview{}
	why := map[int]previewRow{} // of claims that are not at their place, by index
	for _, m := range c.files.Placing.Moved {
		if m.Evidence < 0 {
			why[m.Claim] = previewRow{importOutcome: wasSought}
		}
	}
	for _, u := range c.files.Placing.Unplaced {
		if u.Evidence < 0 {
			why[u.Claim] = previewRow{importOutcome: hasNoPlace, why: u.Why}
		}
	}
	misfits := map[int]string{}
	for _, row := range bad {
		misfits[row.Line] = row.Err.Error()
	}
	at := 0
	for _, in := range c.files.Files {
		for i := range in.Claims {
			claim := &in.Claims[i]
			row := why[at]
			row.claim = claim
			at++
			if said, is := misfits[claim.Line]; is && claim.Line > 0 {
				row.importOutcome, row.why = doesNotFit, said
			} else if claim.Model != "" && row.importOutcome == standsThere {
				row.importOutcome, row.why = isSuggested, claim.Model
			}
			p.counts[row.importOutcome]++
			p.rows = append(p.rows, row)
		}
	}
	p.pick = dialogs.NewKeySelect([]string{locale.T("All ({{.Count}})", "Count", format.Thousands(len(p.rows)))}, c.host.ModalEnd)
	by := []importOutcome{anyOutcome}
	for of, n := range p.counts {
		if n > 0 {
			p.pick.Options = append(p.pick.Options, locale.T("{{.Outcome}} ({{.Count}})", "Outcome", locale.T(outcomeNames[of]), "Count", format.Thousands(n)))
			by = append(by, importOutcome(of))
		}
	}
	p.list = dialogs.NewRowList(func() int { return len(p.shown) }, dialogs.NewTwoLines,
		func(i int, o fyne.CanvasObject) { p.rows[p.shown[i]].fill(o) }, nil, c.host.ModalKey)
	p.list.HideSeparators = true
	p.pick.OnChanged = func(string) { p.filter(by[max(0, p.pick.SelectedIndex())]) }
	p.pick.SetSelectedIndex(0)
	return p
}

func (p *importPreview) filter(of importOutcome) {
	p.shown = p.shown[:0]
	for i := range p.rows {
		if of == anyOutcome || p.rows[i].importOutcome == of {
			p.shown = append(p.shown, i)
		}
	}
	p.list.UnselectAll()
	p.list.Refresh()
	p.list.ScrollToTop()
}

// height is the room for the preview in a window of this size, in pixels.
func (p *importPreview) height(room fyne.Size) float32 {
	row := dialogs.NewTwoLines().MinSize().Height + theme.Padding()
	return 40 + min(row*float32(max(2, len(p.rows))), max(2*row, min(5*row, room.Height*0.3)))
}

func (r *previewRow) fill(o fyne.CanvasObject) {
	quote := r.claim.Quote
	if quote == "" {
		quote = r.claim.Statement
	}
	about := strings.Join(format.NonEmpty(locale.T(outcomeNames[r.importOutcome]), format.NameLine(r.claim.Label), format.NameLine(r.claim.DocumentTitle), format.NameLine(r.claim.Annotator), format.NameLine(r.why)), " · ")
	dialogs.SetTwoLines(o, format.Shorten(format.NameLine(quote), 300), dialogs.VisualOrder(about))
}
