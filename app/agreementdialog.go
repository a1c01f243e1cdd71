package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/agreement"
	"factmark/app/format"
	"factmark/app/review"
)

// reportDialogs shows agreement, differences and progress.
type reportDialogs struct{ *host }

// agreementDialog shows how far people agree, and lists on a click where they don't.
type agreementDialog struct {
	window *reportDialogs
	desk   *desk
	dialog *openModal

	scope   *keySelect
	open    *keyCheck
	state   *widget.Label
	halt    *keyButton // ends the measuring of the parts
	list    *rowList
	told    *widget.Label // of the chosen figure, in full
	differ  *keyList
	matrix  *fyne.Container
	picture *chartView
	tabs    *container.AppTabs

	said    *review.Words
	report  review.Report
	days    []review.Day
	rows    []figureRow
	chosen  figureRow
	keeping bool // the chosen figure is found again, not chosen anew
	differs []difference
	asked   latest // measurings
	choice  latest // lists of differences
	stop    context.CancelFunc
	leave   context.CancelFunc // ends the listing of differences
}

// figureRow is a line of the list: a heading, which names a part of the whole, or a figure of that part.
type figureRow struct {
	heading string
	part    string
	figure  agreement.Figure
	scope   agreement.Scope
	spans   bool
}

// showAgreement measures and shows.
func (w *reportDialogs) showAgreement() { w.agreementDialog() }

func (w *reportDialogs) agreementDialog() *agreementDialog {
	a := &agreementDialog{window: w, desk: w.desk, stop: func() {}, leave: func() {}}
	size := w.win.Canvas().Size()
	a.scope = newKeySelect([]string{scopeWorkspace, scopeDocument}, w.modalEscape)
	a.scope.SetSelected(scopeWorkspace)
	a.open = newKeyCheck(w.modalKey)
	a.open.Text = "Count open reviews, where the reviewer saw the label"
	a.state = widget.NewLabel("")
	a.halt = newKeyButton("Stop", w.modalKey, func() { a.stop() })
	a.list = newRowList(func() int { return len(a.rows) }, newFigureLine, a.fill, func(i int) {
		if !a.keeping {
			a.choose(i)
		}
	}, w.modalKey)
	a.told = widget.NewLabel("Choose a figure to see what it rests on, and where people differ.")
	a.told.Wrapping = fyne.TextWrapWord
	a.differ = newKeyList(w.modalKey, func() int { return len(a.differs) }, newDifferenceLine, a.fillDifference)
	a.differ.leads = true
	a.differ.OnSelected = func(i widget.ListItemID) { a.visit(a.differs[i]) }
	a.matrix = container.NewStack()
	a.picture = newChartView(nothingCompared)
	figures := container.NewHSplit(a.list.framed(), container.NewBorder(a.told, nil, nil, nil, a.differ))
	figures.Offset = 0.6
	a.tabs = container.NewAppTabs(
		container.NewTabItem("Figures", w.withSaving(figures, saving{"Save figures as CSV…", a.saveFigures})),
		container.NewTabItem("Who said what", w.withSaving(a.matrix, saving{"Save table as CSV…", a.saveMatrix})),
		container.NewTabItem("Over time", w.withSaving(a.picture.body, saving{"Save days as CSV…", a.saveDays}, saving{"Save picture…", a.savePicture})),
	)
	room := canvas.NewRectangle(nil)
	room.SetMinSize(fyne.NewSize(min(1060, size.Width-90), min(640, size.Height-190)))
	a.dialog = w.showModal(modal{title: "Agreement", confirm: "Close", width: 400, onClose: func() { a.stop(); a.leave() }, focus: a.list, onKey: w.turnTabs(a.tabs, a.list, nil, nil),
		content: container.NewBorder(
			container.NewHBox(container.NewGridWrap(fyne.NewSize(170, a.scope.MinSize().Height), a.scope), a.open, layout.NewSpacer(), a.state, a.halt), nil, nil, nil, container.NewStack(room, a.tabs))})
	a.scope.OnChanged = func(string) { a.measure() }
	a.open.OnChanged = func(bool) { a.measure() }
	a.measure()
	return a
}

// measure works out everything away from the interface thread, the whole first; a later call ends an earlier one.
func (a *agreementDialog) measure() {
	a.stop()
	current, d, open, documentID := a.asked.ask(), a.desk, a.open.Checked, ""
	if a.scope.Selected == scopeDocument {
		documentID = d.document.ID
	}
	ctx, stop := context.WithCancel(d.ctx)
	a.stop = stop
	a.state.SetText("Measuring…")
	a.halt.Show()
	d.back.do(func() {
		defer stop()
		said, err := review.Collect(ctx, d.store, open, a.window.counting(a.state))
		if err == nil {
			whole := said.Overall(documentID)
			a.post(current, func() {
				a.said, a.report, a.days = said, whole, nil
				a.show()
			})
		}
		var report review.Report
		if err == nil {
			report, err = said.Report(ctx, documentID, a.tell(current, "Measuring the parts…"))
		}
		measured := err == nil
		if measured {
			a.post(current, func() {
				a.report = report
				a.showParts()
			})
		}
		var days []review.Day
		if err == nil {
			days, err = said.OverTime(ctx, documentID, a.tell(current, "Measuring the days…"))
		}
		a.post(current, func() {
			a.halt.Hide()
			switch {
			case errors.Is(err, context.Canceled) && measured:
				a.state.SetText("Stopped: the days are not measured.")
			case errors.Is(err, context.Canceled):
				a.state.SetText("Stopped: the parts are not measured.")
			case err != nil:
				a.state.SetText("")
				d.fail(fmt.Errorf("measuring agreement: %w", err))
			default:
				a.state.SetText("")
				a.days = days
				a.showDays()
			}
		})
	})
}

// post runs back on the interface thread, where nothing was asked for since.
func (a *agreementDialog) post(current func() bool, back func()) {
	a.desk.back.post(func() {
		if current() {
			back()
		}
	})
}

// tell gives a function that shows how far the measuring is.
func (a *agreementDialog) tell(current func() bool, say string) func(share float64) {
	shown := -1
	return func(share float64) {
		if percent := int(100 * share); percent > shown {
			shown = percent
			a.post(current, func() { a.state.SetText(fmt.Sprintf("%s %d %%", say, percent)) })
		}
	}
}

// show lists the figures of a new measuring.
func (a *agreementDialog) show() {
	a.list.UnselectAll()
	a.list.ScrollToTop()
	a.differs, a.chosen = nil, figureRow{}
	a.told.SetText("Choose a figure to see what it rests on, and where people differ.")
	a.differ.Refresh()
	a.listFigures()
	a.showMatrix()
	a.showDays()
}

// showParts adds those of the parts; what was chosen stays so.
func (a *agreementDialog) showParts() {
	chosen := a.chosen
	a.list.UnselectAll()
	a.listFigures()
	if at := slices.IndexFunc(a.rows, func(r figureRow) bool { return r.is(chosen) }); at >= 0 {
		a.keeping = true // it was told of already
		a.list.Select(at)
		a.keeping = false
		a.chosen = chosen
	}
	a.showDays()
}

// is tells whether two rows are the same figure of the same part.
func (r figureRow) is(other figureRow) bool {
	return r.figure.Measure != "" && r.figure.Measure == other.figure.Measure && r.scope == other.scope && r.spans == other.spans
}

// listFigures lists the whole, then its parts.
func (a *agreementDialog) listFigures() {
	a.rows = figureRows(a.report)
	a.list.Refresh()
}

func figureRows(report review.Report) []figureRow {
	var all []figureRow
	add := func(heading string, row agreement.Row, spans bool) {
		all = append(all, figureRow{heading: heading, scope: row.Scope, spans: spans})
		for _, f := range row.Figures {
			all = append(all, figureRow{part: heading, figure: f, scope: row.Scope, spans: spans})
		}
	}
	list := func(rows []agreement.Row, spans bool) {
		for _, row := range rows {
			add(partNamed(row.Scope, spans, report.Titles), row, spans)
		}
	}
	parts := func(rows []agreement.Row, spans bool) {
		if len(rows) > 1 { // a single one is the whole
			list(rows, spans)
		}
	}
	for _, m := range []struct {
		whole string
		agreement.Breakdown
		spans bool
	}{{"Labels, all of them", report.Labels, false}, {"Spans, all of them", report.Spans, true}} {
		add(m.whole, m.Overall, m.spans)
		list(m.TellingPairs(), m.spans)
		parts(m.Labels, m.spans)
		parts(m.Documents, m.spans)
	}
	return all
}

// partNamed says in words which part of the whole a scope is.
func partNamed(s agreement.Scope, spans bool, titles map[string]string) string {
	of := "Labels"
	if spans {
		of = "Spans"
	}
	switch {
	case s.A != "":
		return fmt.Sprintf("%s, %s and %s", of, s.A, s.B)
	case s.Label != "" && spans:
		return "Spans labelled " + s.Label
	case s.Label != "":
		return "Label " + s.Label + " against all others"
	}
	return of + " in “" + format.Shorten(titles[s.Document], 60) + "”"
}

// choose tells all of a figure, and lists what lies behind it.
func (a *agreementDialog) choose(i widget.ListItemID) {
	row := a.rows[i]
	if row.heading != "" {
		a.told.SetText(row.heading + ".")
	} else {
		a.told.SetText(row.part + ". " + inFull(row.figure))
	}
	a.chosen = row
	a.listDifferences(row.scope, row.spans)
}

// inFull is a figure as a sentence.
func inFull(f agreement.Figure) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", f.Measure, f)
	if _, defined := f.Value(); defined {
		if low, high, ok := f.Interval.Bounds(); ok {
			fmt.Fprintf(&b, ", 95 %% interval %.3f to %.3f (%s)", low, high, f.Interval.Of)
		} else {
			fmt.Fprintf(&b, "; its interval is %s", f.Interval.Reason)
		}
	}
	fmt.Fprintf(&b, ". It rests on %s", format.Of(f.N, f.Unit))
	if f.Alone > 0 {
		fmt.Fprintf(&b, "; %s nothing of agreement", format.Count(f.Alone, "more, seen by one person alone, says", "more, seen by one person alone, say"))
	}
	return b.String() + "."
}
