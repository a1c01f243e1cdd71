package reports

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image/color"
	"image/png"
	"io"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/agreement"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/review"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/charts"
)

// ProgressDialog shows what was done, by whom and when, and what is left.
type ProgressDialog struct {
	host   *Reports
	model  *workspace.Workspace
	Dialog *dialogs.OpenModal

	Summary   *widget.Label
	Agreed    *widget.Label
	Documents *dialogs.KeyList
	people    *dialogs.RowList
	Nobody    *widget.Label
	Picture   *dialogs.ChartView
	Tabs      *container.AppTabs

	Progress   store.Progress
	Workers    []worker
	pseudonyms map[string]string // for what is saved, by people's ids
	read       bool

	ctx  context.Context // of the counting, until the dialog is closed
	stop context.CancelFunc
}

// worker is a person with the sum of their days.
type worker struct {
	id, name                    string
	Claims, Labelled, decisions int
	timed                       int
	busy                        time.Duration
}

// perHour is how many claims and decisions a person makes in an hour of work. Only those whose time is known
// count; it is 0 where less than a minute is known.
func (w worker) perHour() float64 {
	if w.busy < time.Minute {
		return 0
	}
	return float64(w.timed) / w.busy.Hours()
}

// ShowProgress opens the dialog and returns it while the work is counted.
func (r *Reports) ShowProgress() *ProgressDialog {
	p := &ProgressDialog{host: r, model: r.Workspace}
	p.ctx, p.stop = context.WithCancel(r.Workspace.Ctx)
	size := r.Win.Canvas().Size()
	p.Summary, p.Agreed = widget.NewLabel(locale.T("Counting…")), widget.NewLabel("")
	p.Summary.TextStyle.Bold = true
	p.Agreed.SizeName = theme.SizeNameCaptionText
	for _, l := range []*widget.Label{p.Summary, p.Agreed} {
		l.Truncation = fyne.TextTruncateEllipsis
	}
	p.Documents = dialogs.NewKeyList(r.ModalKey, func() int { return len(p.Progress.Documents) }, newProgressLine, p.fillDocument)
	p.Documents.Leads = true
	p.Documents.OnSelected = func(i widget.ListItemID) {
		p.Dialog.Close()
		p.model.Open(p.Progress.Documents[i].ID, "")
	}
	p.people = dialogs.NewRowList(func() int { return len(p.Workers) }, newProgressLine, p.fillPerson, nil, r.ModalKey)
	p.Nobody = widget.NewLabel(locale.T("Nobody has labelled or reviewed anything yet."))
	p.Nobody.Hide()
	p.Picture = dialogs.NewChartView(locale.T("Nothing has been labelled or reviewed yet."))
	p.Tabs = container.NewAppTabs(
		container.NewTabItem(locale.T("Documents"), r.WithSaving(container.NewBorder(progressHeading(locale.T("Document"), locale.T("Claims"), locale.T("Labelled"), locale.T("Reviewed"), locale.T("Settled"), locale.T("No label")), nil, nil, nil, p.Documents),
			dialogs.Saving{Text: locale.T("Save documents as CSV…"), Save: p.saveDocuments})),
		container.NewTabItem(locale.T("Days"), r.WithSaving(p.Picture.Body, dialogs.Saving{Text: locale.T("Save days as CSV…"), Save: p.saveDays}, dialogs.Saving{Text: locale.T("Save picture…"), Save: p.savePicture})),
		container.NewTabItem(locale.T("People"), r.WithSaving(container.NewBorder(progressHeading(locale.T("Person"), locale.T("Claims"), locale.T("Labelled"), locale.T("Decisions"), locale.T("Time"), locale.T("Per hour")), nil, nil, nil, container.NewStack(p.people.Framed(), container.NewCenter(p.Nobody))),
			dialogs.Saving{Text: locale.T("Save people as CSV…"), Save: p.savePeople})),
	)
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(fyne.NewSize(min(1000, size.Width-90), min(560, size.Height-230)))
	p.Dialog = r.ShowModal(dialogs.Modal{Title: locale.T("Progress"), Confirm: locale.T("Close"), Width: 400, OnClose: p.stop, OnKey: r.TurnTabs(p.Tabs, p.Documents, nil, p.people), Focus: p.Documents,
		Content: container.NewBorder(container.New(layout.NewCustomPaddedVBoxLayout(-12), p.Summary, p.Agreed), nil, nil, nil, container.NewStack(room, p.Tabs))})
	p.count()
	return p
}

// count reads everything away from the interface thread.
func (p *ProgressDialog) count() {
	model := p.model
	model.Back.Go(func() {
		defer p.stop()
		progress, err := model.Store.Progress(p.ctx, p.host.Counting(p.Summary))
		var alpha agreement.Figure
		var pseudonyms map[string]string
		if err == nil {
			pseudonyms, err = review.Pseudonyms(model.Ctx, model.Store)
		}
		if err == nil {
			alpha, err = review.Alpha(p.ctx, model.Store, nil)
		}
		model.Back.OnUI(func() {
			if errors.Is(err, context.Canceled) { // the dialog was closed
				return
			}
			if err != nil {
				model.Fail(fmt.Errorf("counting the work: %w", err))
				return
			}
			p.Progress, p.pseudonyms, p.read = progress, pseudonyms, true
			p.show()
			p.Agreed.SetText(locale.T("Agreement can’t be measured yet"))
			if _, defined := alpha.Value(); defined {
				p.Agreed.SetText(locale.T("{{.Measure}}: {{.Value}}", "Measure", measureName(alpha.Measure), "Value", valueText(alpha)) + " · " + basis(alpha))
			}
		})
	})
}

func (p *ProgressDialog) show() {
	var all store.DocumentProgress
	untouched := 0
	for _, d := range p.Progress.Documents {
		all.Claims, all.Labelled = all.Claims+d.Claims, all.Labelled+d.Labelled
		all.Settled += d.Settled
		if d.Claims == 0 {
			untouched++
		}
	}
	say := locale.T("{{.Claims}} in {{.Documents}}: {{.Labelled}} labelled, {{.Settled}} settled.", "Claims", locale.N("{{.N}} claims", all.Claims),
		"Documents", locale.N("{{.N}} documents", len(p.Progress.Documents)), "Labelled", locale.Number(all.Labelled), "Settled", locale.Number(all.Settled))
	if untouched > 0 {
		say += " " + locale.N("{{.N}} documents have no claims yet.", untouched)
	}
	p.Summary.SetText(say)
	p.Workers = Workers(p.Progress.Work)
	p.Documents.Refresh()
	p.people.Refresh()
	dialogs.SetVisible(p.Nobody, len(p.Workers) == 0)
	if len(p.Workers) == 0 {
		p.Picture.Show(nil)
		return
	}
	frame, series := p.Days(2, nil)
	image, err := charts.Bars(chartLook(), frame, series...)
	if err != nil {
		p.model.Fail(err)
		return
	}
	p.Picture.Show(image)
}

// Workers adds up everyone's days; who did most comes first.
func Workers(days []store.DayOfWork) []worker {
	index := make(map[string]int)
	var all []worker
	for _, day := range days {
		i, known := index[day.Person.ID]
		if !known {
			i = len(all)
			index[day.Person.ID] = i
			all = append(all, worker{id: day.Person.ID, name: nameOf(day.Person)})
		}
		w := &all[i]
		w.Claims, w.Labelled, w.decisions, w.busy = w.Claims+day.Claims, w.Labelled+day.Labelled, w.decisions+day.Decisions, w.busy+day.Busy
		w.timed += day.Timed
	}
	slices.SortStableFunc(all, func(a, b worker) int { return b.Claims + b.decisions - a.Claims - a.decisions })
	return all
}

func nameOf(p store.Person) string {
	if p.Name == "" {
		return locale.T("No name")
	}
	return p.Name
}

// maxSeries is how many people have bars of their own; the others share one.
const maxSeries = 4

// Days gives the bars: claims and decisions of each day that work was done on, for each person, by the pseudonym they
// have among these.
func (p *ProgressDialog) Days(scale float64, pseudonyms map[string]string) (charts.Frame, []charts.Series) {
	frame := charts.Frame{Width: chartWidth, Height: chartHeight, Scale: scale, Y: locale.T("Claims and decisions")}
	column := make(map[time.Time]int)
	for _, day := range p.Progress.Work {
		if _, known := column[day.Day]; !known {
			column[day.Day] = len(frame.X)
			frame.X = append(frame.X, format.Date(day.Day))
		}
	}
	series := []charts.Series{}
	row := make(map[string]int)
	for _, w := range p.Workers {
		if len(series) < maxSeries {
			row[w.id] = len(series)
			series = append(series, charts.Series{Name: format.Shorten(cmp.Or(pseudonyms[w.id], w.name), 24), Values: make([]float64, len(frame.X))})
			continue
		}
		if len(series) == maxSeries {
			series = append(series, charts.Series{Name: locale.T("All others"), Values: make([]float64, len(frame.X))})
		}
		row[w.id] = maxSeries
	}
	for _, day := range p.Progress.Work {
		series[row[day.Person.ID]].Values[column[day.Day]] += float64(day.Claims + day.Decisions)
	}
	return frame, series
}

// The columns of numbers, in pixels.
const numberWidth = 104

func newProgressLine() fyne.CanvasObject { return progressLine(false) }

func progressHeading(names ...string) fyne.CanvasObject {
	line := progressLine(true)
	fillProgress(line, names...)
	return line
}

func progressLine(bold bool) fyne.CanvasObject {
	name := dialogs.NewTextLine(bold)
	numbers := container.NewHBox()
	for range 5 {
		n := widget.NewLabelWithStyle("", fyne.TextAlignTrailing, fyne.TextStyle{Bold: bold})
		numbers.Add(container.NewGridWrap(fyne.NewSize(numberWidth, n.MinSize().Height), n))
	}
	return container.NewBorder(nil, nil, nil, numbers, name)
}

func fillProgress(line fyne.CanvasObject, texts ...string) {
	cells := line.(*fyne.Container).Objects
	cells[0].(*dialogs.Headline).SetText(texts[0])
	for i, text := range texts[1:] {
		cells[1].(*fyne.Container).Objects[i].(*fyne.Container).Objects[0].(*widget.Label).SetText(text)
	}
}

func (p *ProgressDialog) fillDocument(i widget.ListItemID, line fyne.CanvasObject) {
	d := p.Progress.Documents[i]
	fillProgress(line, dialogs.VisualOrder(format.NameLine(d.Title)), format.Thousands(d.Claims), format.Thousands(d.Labelled), format.Thousands(d.Reviewed), format.Thousands(d.Settled), format.Thousands(d.Claims-d.Labelled))
}

func (p *ProgressDialog) fillPerson(i widget.ListItemID, line fyne.CanvasObject) {
	w := p.Workers[i]
	speed := "–"
	if w.perHour() > 0 {
		speed = strconv.Itoa(int(w.perHour() + 0.5))
	}
	fillProgress(line, w.name, format.Thousands(w.Claims), format.Thousands(w.Labelled), format.Thousands(w.decisions), format.Minutes(w.busy), speed)
}

func (p *ProgressDialog) savePicture() {
	if !p.read {
		return
	}
	look := chartLook()
	frame, series := p.Days(2, p.pseudonyms)
	p.host.AskSave(profile.Pictures, locale.T("Save picture"), "Progress.png", func(out io.Writer) error {
		image, err := charts.Bars(look, frame, series...)
		if err != nil {
			return err
		}
		return png.Encode(out, image)
	})
}

func (p *ProgressDialog) saveDocuments() {
	records := [][]string{{"document_id", "document", "claims", "labelled", "reviewed", "settled", "without_label"}}
	for _, d := range p.Progress.Documents {
		records = append(records, []string{d.ID, d.Title, strconv.Itoa(d.Claims), strconv.Itoa(d.Labelled), strconv.Itoa(d.Reviewed),
			strconv.Itoa(d.Settled), strconv.Itoa(d.Claims - d.Labelled)})
	}
	p.saveTable(locale.T("Save documents"), locale.T("Progress by document")+".csv", records)
}

func (p *ProgressDialog) saveDays() {
	records := [][]string{{"day", "person_id", "person", "claims", "labelled", "decisions", "minutes"}}
	for _, w := range p.Progress.Work {
		records = append(records, []string{w.Day.Format(time.DateOnly), w.Person.ID, cmp.Or(p.pseudonyms[w.Person.ID], w.Person.Name), strconv.Itoa(w.Claims), strconv.Itoa(w.Labelled),
			strconv.Itoa(w.Decisions), minutes(w.Busy)})
	}
	p.saveTable(locale.T("Save days"), locale.T("Progress by day")+".csv", records)
}

func (p *ProgressDialog) savePeople() {
	records := [][]string{{"person_id", "person", "claims", "labelled", "decisions", "minutes", "an_hour"}}
	for _, w := range p.Workers {
		speed := ""
		if w.perHour() > 0 {
			speed = strconv.FormatFloat(w.perHour(), 'f', 1, 64)
		}
		records = append(records, []string{w.id, cmp.Or(p.pseudonyms[w.id], w.name), strconv.Itoa(w.Claims), strconv.Itoa(w.Labelled), strconv.Itoa(w.decisions), minutes(w.busy), speed})
	}
	p.saveTable(locale.T("Save people"), locale.T("Progress by person")+".csv", records)
}

func minutes(d time.Duration) string { return strconv.FormatFloat(d.Minutes(), 'f', 1, 64) }

func (p *ProgressDialog) saveTable(title, name string, records [][]string) {
	if p.read {
		p.host.AskSaveTable(title, name, records)
	}
}
