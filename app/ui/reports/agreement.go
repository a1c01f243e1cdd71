package reports

import (
	"context"
	"errors"
	"fmt"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/agreement"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/review"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// Reports shows agreement, differences, progress and the matrix.
type Reports struct {
	*dialogs.Host
	OpenEvidence func(store.MatrixClaim, store.MatrixEvidence) // shows a piece of evidence and its claim

	Matrix *MatrixDialog // while it is open
	matrix matrixView
}

// AgreementDialog shows how far people agree, and lists on a click where they don't.
type AgreementDialog struct {
	host   *Reports
	model  *workspace.Workspace
	Dialog *dialogs.OpenModal

	scope   *dialogs.KeySelect
	Open    *dialogs.KeyCheck
	State   *widget.Label
	Halt    *dialogs.KeyButton // ends the measuring of the parts
	List    *dialogs.RowList
	Told    *widget.Label // of the chosen figure, in full
	Differ  *dialogs.KeyList
	matrix  *fyne.Container
	Picture *dialogs.ChartView
	Tabs    *container.AppTabs

	said    *review.Words
	report  review.Report
	days    []review.Day
	Rows    []figureRow
	Chosen  figureRow
	keeping bool // the chosen figure is found again, not chosen anew
	Differs []difference
	asked   workspace.Latest // measurings
	choice  workspace.Latest // lists of differences
	stop    context.CancelFunc
	leave   context.CancelFunc // ends the listing of differences
}

// figureRow is a line of the list: a heading, which names a part of the whole, or a figure of that part.
type figureRow struct {
	Heading string
	Part    string
	Figure  agreement.Figure
	scope   agreement.Scope
	spans   bool
}

// ShowAgreement opens the dialog and returns it while agreement is measured.
func (r *Reports) ShowAgreement() *AgreementDialog {
	a := &AgreementDialog{host: r, model: r.Workspace, stop: func() {}, leave: func() {}}
	size := r.Win.Canvas().Size()
	a.scope = dialogs.NewKeySelect([]string{locale.T(dialogs.ScopeWorkspace), locale.T(dialogs.ScopeDocument)}, r.ModalEscape)
	a.scope.SetSelectedIndex(0)
	a.Open = dialogs.NewKeyCheck(r.ModalKey)
	a.Open.Text = locale.T("Include open reviews, in which the label was visible")
	a.State = widget.NewLabel("")
	a.Halt = dialogs.NewKeyButton(locale.T("Stop"), r.ModalKey, func() { a.stop() })
	a.List = dialogs.NewRowList(func() int { return len(a.Rows) }, newFigureLine, a.fill, func(i int) {
		if !a.keeping {
			a.choose(i)
		}
	}, r.ModalKey)
	a.Told = dialogs.Wrapped(locale.T("Select a figure to see what it is based on, and where people disagree."))
	a.Differ = dialogs.NewKeyList(r.ModalKey, func() int { return len(a.Differs) }, newDifferenceLine, a.fillDifference)
	a.Differ.Leads = true
	a.Differ.OnSelected = func(i widget.ListItemID) { a.visit(a.Differs[i]) }
	a.matrix = container.NewStack()
	a.Picture = dialogs.NewChartView(locale.T(NothingCompared))
	figures := container.NewHSplit(a.List.Framed(), container.NewBorder(a.Told, nil, nil, nil, a.Differ))
	figures.Offset = 0.6
	a.Tabs = container.NewAppTabs(
		container.NewTabItem(locale.T("Figures"), r.WithSaving(figures, dialogs.Saving{Text: locale.T("Save figures as CSV…"), Save: a.SaveFigures})),
		container.NewTabItem(locale.T("Who said what"), r.WithSaving(a.matrix, dialogs.Saving{Text: locale.T("Save table as CSV…"), Save: a.saveMatrix})),
		container.NewTabItem(locale.T("Over time"), r.WithSaving(a.Picture.Body, dialogs.Saving{Text: locale.T("Save days as CSV…"), Save: a.saveDays}, dialogs.Saving{Text: locale.T("Save picture…"), Save: a.SavePicture})),
	)
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(fyne.NewSize(min(1060, size.Width-90), min(640, size.Height-190)))
	a.Dialog = r.ShowModal(dialogs.Modal{Title: locale.T("Agreement"), Confirm: locale.T("Close"), Width: 400, OnClose: func() { a.stop(); a.leave() }, Focus: a.List, OnKey: r.TurnTabs(a.Tabs, a.List, nil, nil),
		Content: container.NewBorder(
			container.NewHBox(container.NewGridWrap(fyne.NewSize(170, a.scope.MinSize().Height), a.scope), a.Open, layout.NewSpacer(), a.State, a.Halt), nil, nil, nil, container.NewStack(room, a.Tabs))})
	a.scope.OnChanged = func(string) { a.measure() }
	a.Open.OnChanged = func(bool) { a.measure() }
	a.measure()
	return a
}

// measure works out everything away from the interface thread, the whole first; a later call ends an earlier one.
func (a *AgreementDialog) measure() {
	a.stop()
	current, model, open, documentID := a.asked.Ask(), a.model, a.Open.Checked, ""
	if a.scope.SelectedIndex() == 1 {
		documentID = model.Document.ID
	}
	ctx, stop := context.WithCancel(model.Ctx)
	a.stop = stop
	a.State.SetText(locale.T("Calculating…"))
	a.Halt.Show()
	model.Back.Go(func() {
		defer stop()
		said, err := review.Collect(ctx, model.Store, open, a.host.Counting(a.State))
		if err == nil {
			whole := said.Overall(documentID)
			a.post(current, func() {
				a.said, a.report, a.days = said, whole, nil
				a.show()
			})
		}
		var report review.Report
		if err == nil {
			report, err = said.Report(ctx, documentID, a.tell(current, locale.T("Calculating the parts…")))
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
			days, err = said.OverTime(ctx, documentID, a.tell(current, locale.T("Calculating the days…")))
		}
		a.post(current, func() {
			a.Halt.Hide()
			switch {
			case errors.Is(err, context.Canceled) && measured:
				a.State.SetText(locale.T("Stopped before the days were calculated."))
			case errors.Is(err, context.Canceled):
				a.State.SetText(locale.T("Stopped before the parts were calculated."))
			case err != nil:
				a.State.SetText("")
				model.Fail(fmt.Errorf("measuring agreement: %w", err))
			default:
				a.State.SetText("")
				a.days = days
				a.showDays()
			}
		})
	})
}

// post runs back on the interface thread, where nothing was asked for since.
func (a *AgreementDialog) post(current func() bool, back func()) {
	a.model.Back.OnUI(func() {
		if current() {
			back()
		}
	})
}

// tell gives a function that shows how far the measuring is.
func (a *AgreementDialog) tell(current func() bool, say string) func(share float64) {
	shown := -1
	return func(share float64) {
		if percent := int(100 * share); percent > shown {
			shown = percent
			a.post(current, func() { a.State.SetText(say + " " + format.Percent(float64(percent)/100, 0)) })
		}
	}
}

// show lists the figures of a new measuring.
func (a *AgreementDialog) show() {
	a.List.UnselectAll()
	a.List.ScrollToTop()
	a.Differs, a.Chosen = nil, figureRow{}
	a.Told.SetText(locale.T("Select a figure to see what it is based on, and where people disagree."))
	a.Differ.Refresh()
	a.listFigures()
	a.showMatrix()
	a.showDays()
}

// showParts adds those of the parts; what was chosen stays so.
func (a *AgreementDialog) showParts() {
	chosen := a.Chosen
	a.List.UnselectAll()
	a.listFigures()
	if at := slices.IndexFunc(a.Rows, func(r figureRow) bool { return r.is(chosen) }); at >= 0 {
		a.keeping = true // it was told of already
		a.List.Select(at)
		a.keeping = false
		a.Chosen = chosen
	}
	a.showDays()
}

// is tells whether two rows are the same figure of the same part.
func (r figureRow) is(other figureRow) bool {
	return r.Figure.Measure != "" && r.Figure.Measure == other.Figure.Measure && r.scope == other.scope && r.spans == other.spans
}

// listFigures lists the whole, then its parts.
func (a *AgreementDialog) listFigures() {
	a.Rows = figureRows(a.report)
	a.List.Refresh()
}

func figureRows(report review.Report) []figureRow {
	var all []figureRow
	add := func(heading string, row agreement.Row, spans bool) {
		all = append(all, figureRow{Heading: heading, scope: row.Scope, spans: spans})
		for _, f := range row.Figures {
			all = append(all, figureRow{Part: heading, Figure: f, scope: row.Scope, spans: spans})
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
	// What is shown first stays first: the parts, which are worked out later, go below both wholes.
	add(locale.T("All labels"), report.Labels.Overall, false)
	add(locale.T("All spans"), report.Spans.Overall, true)
	for _, m := range []struct {
		agreement.Breakdown
		spans bool
	}{{report.Labels, false}, {report.Spans, true}} {
		list(m.InformativePairs(), m.spans)
		parts(m.Labels, m.spans)
		parts(m.Documents, m.spans)
	}
	return all
}

// partNamed says in words which part of the whole a scope is.
func partNamed(s agreement.Scope, spans bool, titles map[string]string) string {
	document := format.Shorten(titles[s.Document], 60)
	switch {
	case s.A != "" && spans:
		return locale.T("Spans: {{.A}} and {{.B}}", "A", s.A, "B", s.B)
	case s.A != "":
		return locale.T("Labels: {{.A}} and {{.B}}", "A", s.A, "B", s.B)
	case s.Label != "" && spans:
		return locale.T("Spans labelled {{.Label}}", "Label", s.Label)
	case s.Label != "":
		return locale.T("{{.Label}} against all other labels", "Label", s.Label)
	case spans:
		return locale.T("Spans in “{{.Document}}”", "Document", document)
	}
	return locale.T("Labels in “{{.Document}}”", "Document", document)
}

// choose tells all of a figure, and lists what lies behind it.
func (a *AgreementDialog) choose(i widget.ListItemID) {
	row := a.Rows[i]
	if row.Heading != "" {
		a.Told.SetText(row.Heading + ".")
	} else {
		a.Told.SetText(row.Part + ". " + inFull(row.Figure))
	}
	a.Chosen = row
	a.listDifferences(row.scope, row.spans)
}

// inFull is a figure in sentences.
func inFull(f agreement.Figure) string {
	said := locale.T("{{.Measure}}: {{.Value}}", "Measure", measureName(f.Measure), "Value", valueText(f))
	if _, defined := f.Value(); defined {
		if low, high, ok := f.Interval.Bounds(); ok {
			said += " " + locale.T("(95 % interval {{.Low}} to {{.High}})", "Low", figureText(f.Measure, low), "High", figureText(f.Measure, high))
		} else if f.Interval.Reason != "" {
			said += " " + locale.T("(no interval: {{.Reason}})", "Reason", reasonText(f.Interval.Reason))
		}
	}
	said += ". " + locale.T("Based on {{.Count}}.", "Count", basis(f))
	if f.Alone > 0 {
		said += " " + locale.N("{{.N}} more were labelled by one person only and don’t count.", f.Alone)
	}
	return said
}
