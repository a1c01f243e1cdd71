package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/agreement"
	"factmark/app/review"
)

// agreementDialog shows how far people agree, and lists on a click where they don't.
type agreementDialog struct {
	window *window
	desk   *desk
	dialog *openModal

	scope   *keySelect
	open    *keyCheck
	state   *widget.Label
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
	differs []difference
	asked   int
	choice  int
	stop    context.CancelFunc
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
func (w *window) showAgreement() { w.agreementDialog() }

func (w *window) agreementDialog() *agreementDialog {
	a := &agreementDialog{window: w, desk: w.desk, stop: func() {}}
	size := w.win.Canvas().Size()
	a.scope = newKeySelect([]string{scopeWorkspace, scopeDocument}, w.modalEscape)
	a.scope.SetSelected(scopeWorkspace)
	a.open = newKeyCheck(w.modalKey)
	a.open.Text = "Count open reviews, where the reviewer saw the label"
	a.state = widget.NewLabel("")
	a.list = newRowList(func() int { return len(a.rows) }, newFigureLine, a.fill, a.choose, w.modalKey)
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
	a.dialog = w.showModal(modal{title: "Agreement", confirm: "Close", width: 400, onClose: func() { a.stop() }, focus: a.list, onKey: w.turnTabs(a.tabs, a.list, nil, nil),
		content: container.NewBorder(
			container.NewHBox(container.NewGridWrap(fyne.NewSize(170, a.scope.MinSize().Height), a.scope), a.open, layout.NewSpacer(), a.state), nil, nil, nil, container.NewStack(room, a.tabs))})
	a.scope.OnChanged = func(string) { a.measure() }
	a.open.OnChanged = func(bool) { a.measure() }
	a.measure()
	return a
}

// measure works out everything away from the interface thread; a later call ends an earlier one.
func (a *agreementDialog) measure() {
	a.stop()
	a.asked++
	asked, d, open, documentID := a.asked, a.desk, a.open.Checked, ""
	if a.scope.Selected == scopeDocument {
		documentID = d.document.ID
	}
	ctx, stop := context.WithCancel(d.ctx)
	a.stop = stop
	a.state.SetText("Measuring…")
	d.back.do(func() {
		defer stop()
		said, err := review.Collect(ctx, d.store, open)
		var report review.Report
		var days []review.Day
		if err == nil {
			report, err = said.Report(ctx, documentID)
		}
		if err == nil {
			days, err = said.OverTime(ctx, documentID)
		}
		d.back.post(func() {
			if asked != a.asked || errors.Is(err, context.Canceled) {
				return
			}
			a.state.SetText("")
			if err != nil {
				d.fail(fmt.Errorf("measuring agreement: %w", err))
				return
			}
			a.said, a.report, a.days = said, report, days
			a.show()
		})
	})
}

// show lists the figures: the whole, then its parts.
func (a *agreementDialog) show() {
	a.rows, a.differs = nil, nil
	add := func(heading string, row agreement.Row, spans bool) {
		a.rows = append(a.rows, figureRow{heading: heading, scope: row.Scope, spans: spans})
		for _, f := range row.Figures {
			a.rows = append(a.rows, figureRow{part: heading, figure: f, scope: row.Scope, spans: spans})
		}
	}
	parts := func(rows []agreement.Row, spans bool) {
		for _, row := range rows {
			if len(rows) > 1 {
				add(a.named(row.Scope, spans), row, spans)
			}
		}
	}
	for _, m := range []struct {
		whole string
		agreement.Breakdown
		spans bool
	}{{"Labels, all of them", a.report.Labels, false}, {"Spans, all of them", a.report.Spans, true}} {
		add(m.whole, m.Overall, m.spans)
		parts(m.Pairs, m.spans)
		parts(m.Labels, m.spans)
		parts(m.Documents, m.spans)
	}
	a.told.SetText("Choose a figure to see what it rests on, and where people differ.")
	a.list.UnselectAll()
	a.list.Refresh()
	a.differ.Refresh()
	a.showMatrix()
	a.showDays()
}

// named says in words which part of the whole a scope is.
func (a *agreementDialog) named(s agreement.Scope, spans bool) string {
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
	return of + " in “" + shorten(a.report.Titles[s.Document], 60) + "”"
}

// choose tells all of a figure, and lists what lies behind it.
func (a *agreementDialog) choose(i widget.ListItemID) {
	row := a.rows[i]
	if row.heading != "" {
		a.told.SetText(row.heading + ".")
	} else {
		a.told.SetText(row.part + ". " + inFull(row.figure))
	}
	a.listDifferences(a.said.Differences(row.scope, row.spans))
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
	fmt.Fprintf(&b, ". It rests on %s %s", thousands(f.N), f.Unit)
	if f.Alone > 0 {
		fmt.Fprintf(&b, "; %s more, seen by one person alone, say nothing of agreement", thousands(f.Alone))
	}
	return b.String() + "."
}
