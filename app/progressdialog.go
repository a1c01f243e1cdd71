package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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
	"factmark/app/review"
	"factmark/store"
	"factmark/widgets/charts"
)

// progressDialog shows what was done, by whom and when, and what is left.
type progressDialog struct {
	window *reportDialogs
	desk   *desk
	dialog *openModal

	summary   *widget.Label
	agreed    *widget.Label
	documents *keyList
	people    *rowList
	nobody    *widget.Label
	picture   *chartView
	tabs      *container.AppTabs

	progress   store.Progress
	workers    []worker
	pseudonyms map[string]string // for what is saved, by people's ids
	read       bool

	ctx  context.Context // of the counting, until the dialog is closed
	stop context.CancelFunc
}

// worker is a person with the sum of their days.
type worker struct {
	id, name                    string
	claims, labelled, decisions int
	timed                       int
	busy                        time.Duration
}

// perHour is how many claims and decisions a person makes in an hour of work, by those that are known to have taken a
// time; 0 where too little is known.
func (w worker) perHour() float64 {
	if w.busy < time.Minute {
		return 0
	}
	return float64(w.timed) / w.busy.Hours()
}

func (w *reportDialogs) showProgress() { w.progressDialog() }

func (w *reportDialogs) progressDialog() *progressDialog {
	p := &progressDialog{window: w, desk: w.desk}
	p.ctx, p.stop = context.WithCancel(w.desk.ctx)
	size := w.win.Canvas().Size()
	p.summary, p.agreed = widget.NewLabel("Counting…"), widget.NewLabel("")
	p.summary.TextStyle.Bold = true
	p.agreed.SizeName = theme.SizeNameCaptionText
	for _, l := range []*widget.Label{p.summary, p.agreed} {
		l.Truncation = fyne.TextTruncateEllipsis
	}
	p.documents = newKeyList(w.modalKey, func() int { return len(p.progress.Documents) }, newProgressLine, p.fillDocument)
	p.documents.leads = true
	p.documents.OnSelected = func(i widget.ListItemID) {
		p.dialog.close()
		p.desk.open(p.progress.Documents[i].ID, "")
	}
	p.people = newRowList(func() int { return len(p.workers) }, newProgressLine, p.fillPerson, nil, w.modalKey)
	p.nobody = widget.NewLabel("Nobody has labelled or reviewed anything yet.")
	p.nobody.Hide()
	p.picture = newChartView("No day has seen any work yet.")
	p.tabs = container.NewAppTabs(
		container.NewTabItem("Documents", w.withSaving(container.NewBorder(progressHeading("Document", "Claims", "Labelled", "Reviewed", "Settled", "Unlabelled"), nil, nil, nil, p.documents),
			saving{"Save documents as CSV…", p.saveDocuments})),
		container.NewTabItem("Days", w.withSaving(p.picture.body, saving{"Save days as CSV…", p.saveDays}, saving{"Save picture…", p.savePicture})),
		container.NewTabItem("People", w.withSaving(container.NewBorder(progressHeading("Person", "Claims", "Labelled", "Decisions", "Time at work", "An hour"), nil, nil, nil, container.NewStack(p.people.framed(), container.NewCenter(p.nobody))),
			saving{"Save people as CSV…", p.savePeople})),
	)
	room := canvas.NewRectangle(nil)
	room.SetMinSize(fyne.NewSize(min(1000, size.Width-90), min(560, size.Height-230)))
	p.dialog = w.showModal(modal{title: "Progress", confirm: "Close", width: 400, onClose: p.stop, onKey: w.turnTabs(p.tabs, p.documents, nil, p.people), focus: p.documents,
		content: container.NewBorder(container.New(layout.NewCustomPaddedVBoxLayout(-12), p.summary, p.agreed), nil, nil, nil, container.NewStack(room, p.tabs))})
	p.count()
	return p
}

// count reads everything away from the interface thread.
func (p *progressDialog) count() {
	d := p.desk
	d.back.do(func() {
		defer p.stop()
		progress, err := d.store.Progress(p.ctx, p.window.counting(p.summary))
		var alpha agreement.Figure
		var pseudonyms map[string]string
		if err == nil {
			pseudonyms, err = review.Pseudonyms(d.ctx, d.store)
		}
		if err == nil {
			alpha, err = review.Alpha(p.ctx, d.store, nil)
		}
		d.back.post(func() {
			if errors.Is(err, context.Canceled) { // the dialog was closed
				return
			}
			if err != nil {
				d.fail(fmt.Errorf("counting the work: %w", err))
				return
			}
			p.progress, p.pseudonyms, p.read = progress, pseudonyms, true
			p.show()
			p.agreed.SetText("Agreement is not defined yet")
			if _, defined := alpha.Value(); defined {
				p.agreed.SetText(fmt.Sprintf("Krippendorff's alpha %s, %s", alpha, format.Of(alpha.N, alpha.Unit)))
			}
		})
	})
}

func (p *progressDialog) show() {
	var all store.DocumentProgress
	untouched := 0
	for _, d := range p.progress.Documents {
		all.Claims, all.Labelled = all.Claims+d.Claims, all.Labelled+d.Labelled
		all.Settled += d.Settled
		if d.Claims == 0 {
			untouched++
		}
	}
	say := fmt.Sprintf("%s in %s: %s labelled, %s settled.", plural(all.Claims, "claim"), plural(len(p.progress.Documents), "document"),
		thousands(all.Labelled), thousands(all.Settled))
	if untouched > 0 {
		say += " " + pluralVerb(untouched, "document has", "documents have") + " no claims yet."
	}
	p.summary.SetText(say)
	p.workers = workers(p.progress.Work)
	p.documents.Refresh()
	p.people.Refresh()
	setVisible(p.nobody, len(p.workers) == 0)
	if len(p.workers) == 0 {
		p.picture.show(nil)
		return
	}
	frame, series := p.days(2, nil)
	image, err := charts.Bars(chartLook(), frame, series...)
	if err != nil {
		p.desk.fail(err)
		return
	}
	p.picture.show(image)
}

// workers adds up everyone's days; who did most comes first.
func workers(days []store.DayOfWork) []worker {
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
		w.claims, w.labelled, w.decisions, w.busy = w.claims+day.Claims, w.labelled+day.Labelled, w.decisions+day.Decisions, w.busy+day.Busy
		w.timed += day.Timed
	}
	slices.SortStableFunc(all, func(a, b worker) int { return b.claims + b.decisions - a.claims - a.decisions })
	return all
}

func nameOf(p store.Person) string {
	if p.Name == "" {
		return "Nobody named"
	}
	return p.Name
}

// maxSeries is how many people have bars of their own; the others share one.
const maxSeries = 4

// days gives the bars: claims and decisions of each day that work was done on, for each person, by the pseudonym they
// have among these.
func (p *progressDialog) days(scale float64, pseudonyms map[string]string) (charts.Frame, []charts.Series) {
	frame := charts.Frame{Width: chartWidth, Height: chartHeight, Scale: scale, Y: "claims and decisions"}
	column := make(map[time.Time]int)
	for _, day := range p.progress.Work {
		if _, known := column[day.Day]; !known {
			column[day.Day] = len(frame.X)
			frame.X = append(frame.X, day.Day.Format("2 Jan 2006"))
		}
	}
	series := []charts.Series{}
	row := make(map[string]int)
	for _, w := range p.workers {
		if len(series) < maxSeries {
			row[w.id] = len(series)
			series = append(series, charts.Series{Name: shorten(cmp.Or(pseudonyms[w.id], w.name), 24), Values: make([]float64, len(frame.X))})
			continue
		}
		if len(series) == maxSeries {
			series = append(series, charts.Series{Name: "All others", Values: make([]float64, len(frame.X))})
		}
		row[w.id] = maxSeries
	}
	for _, day := range p.progress.Work {
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
	name := newTextLine(bold)
	numbers := container.NewHBox()
	for range 5 {
		n := widget.NewLabelWithStyle("", fyne.TextAlignTrailing, fyne.TextStyle{Bold: bold})
		numbers.Add(container.NewGridWrap(fyne.NewSize(numberWidth, n.MinSize().Height), n))
	}
	return container.NewBorder(nil, nil, nil, numbers, name)
}

func fillProgress(line fyne.CanvasObject, texts ...string) {
	cells := line.(*fyne.Container).Objects
	cells[0].(*headline).SetText(texts[0])
	for i, text := range texts[1:] {
		cells[1].(*fyne.Container).Objects[i].(*fyne.Container).Objects[0].(*widget.Label).SetText(text)
	}
}

func (p *progressDialog) fillDocument(i widget.ListItemID, line fyne.CanvasObject) {
	d := p.progress.Documents[i]
	fillProgress(line, visualOrder(nameLine(d.Title)), thousands(d.Claims), thousands(d.Labelled), thousands(d.Reviewed), thousands(d.Settled), thousands(d.Claims-d.Labelled))
}

func (p *progressDialog) fillPerson(i widget.ListItemID, line fyne.CanvasObject) {
	w := p.workers[i]
	speed := "–"
	if w.perHour() > 0 {
		speed = strconv.Itoa(int(w.perHour() + 0.5))
	}
	fillProgress(line, w.name, thousands(w.claims), thousands(w.labelled), thousands(w.decisions), format.Minutes(w.busy), speed)
}

func (p *progressDialog) savePicture() {
	if !p.read {
		return
	}
	look := chartLook()
	frame, series := p.days(2, p.pseudonyms)
	p.window.askSave("Save the picture", "Progress.png", func(out io.Writer) error {
		image, err := charts.Bars(look, frame, series...)
		if err != nil {
			return err
		}
		return png.Encode(out, image)
	})
}

func (p *progressDialog) saveDocuments() {
	records := [][]string{{"document_id", "document", "claims", "labelled", "reviewed", "settled", "without_label"}}
	for _, d := range p.progress.Documents {
		records = append(records, []string{d.ID, d.Title, strconv.Itoa(d.Claims), strconv.Itoa(d.Labelled), strconv.Itoa(d.Reviewed),
			strconv.Itoa(d.Settled), strconv.Itoa(d.Claims - d.Labelled)})
	}
	p.saveTable("Save the documents", "Progress by document.csv", records)
}

func (p *progressDialog) saveDays() {
	records := [][]string{{"day", "person_id", "person", "claims", "labelled", "decisions", "minutes"}}
	for _, w := range p.progress.Work {
		records = append(records, []string{w.Day.Format(time.DateOnly), w.Person.ID, cmp.Or(p.pseudonyms[w.Person.ID], w.Person.Name), strconv.Itoa(w.Claims), strconv.Itoa(w.Labelled),
			strconv.Itoa(w.Decisions), minutes(w.Busy)})
	}
	p.saveTable("Save the days", "Progress by day.csv", records)
}

func (p *progressDialog) savePeople() {
	records := [][]string{{"person_id", "person", "claims", "labelled", "decisions", "minutes", "an_hour"}}
	for _, w := range p.workers {
		speed := ""
		if w.perHour() > 0 {
			speed = strconv.FormatFloat(w.perHour(), 'f', 1, 64)
		}
		records = append(records, []string{w.id, cmp.Or(p.pseudonyms[w.id], w.name), strconv.Itoa(w.claims), strconv.Itoa(w.labelled), strconv.Itoa(w.decisions), minutes(w.busy), speed})
	}
	p.saveTable("Save the people", "Progress by person.csv", records)
}

func minutes(d time.Duration) string { return strconv.FormatFloat(d.Minutes(), 'f', 1, 64) }

func (p *progressDialog) saveTable(title, name string, records [][]string) {
	if p.read {
		p.window.askSaveTable(title, name, records)
	}
}
