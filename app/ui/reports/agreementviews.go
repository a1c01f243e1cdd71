package reports

import (
	"image/png"
	"io"
	"math"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
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
	"factmark/widgets/charts"
)

// The widths of a figure's columns, in pixels.
const (
	measureWidth = 250
	valueWidth   = 72
)

// figureLine is a line of the list: a heading, or a measure with its value and
// interval, and under them what it rests on or why it is not defined.
type figureLine struct {
	widget.BaseWidget
	heading                        *dialogs.Headline
	measure, value, interval, rest *widget.Label
	figure                         fyne.CanvasObject
}

func newFigureLine() fyne.CanvasObject {
	label := func() *widget.Label {
		l := widget.NewLabel("")
		l.Truncation = fyne.TextTruncateEllipsis
		return l
	}
	l := &figureLine{heading: dialogs.NewTextLine(true), measure: label(), value: label(), interval: label(), rest: label()}
	l.rest.SizeName = theme.SizeNameCaptionText
	l.rest.Importance = widget.LowImportance
	cell := func(width float32, l *widget.Label) fyne.CanvasObject {
		return container.NewGridWrap(fyne.NewSize(width, l.MinSize().Height), l)
	}
	l.figure = container.New(layout.NewCustomPaddedVBoxLayout(-14),
		container.NewBorder(nil, nil, container.NewHBox(cell(measureWidth, l.measure), cell(valueWidth, l.value)), nil, l.interval), l.rest)
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer is part of fyne.Widget.
func (l *figureLine) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(container.NewBorder(nil, l.heading, nil, nil), l.figure))
}

func (a *AgreementDialog) fill(i widget.ListItemID, o fyne.CanvasObject) {
	row, line := a.Rows[i], o.(*figureLine)
	dialogs.SetVisible(line.heading, row.Heading != "")
	dialogs.SetVisible(line.figure, row.Heading == "")
	if row.Heading != "" {
		line.heading.SetText(row.Heading)
		return
	}
	f := row.Figure
	value, interval, rest := "–", "", reasonText(f.Reason)
	if _, defined := f.Value(); defined {
		value, rest = valueText(f), basis(f)
		if low, high, ok := f.Interval.Bounds(); ok {
			interval = locale.T("{{.Low}} to {{.High}}", "Low", figureText(f.Measure, low), "High", figureText(f.Measure, high))
		}
	}
	line.measure.SetText(measureName(f.Measure))
	line.value.SetText(value)
	line.interval.SetText(interval)
	line.rest.SetText(rest)
}

// NothingCompared stands where there is no agreement to show.
var NothingCompared = locale.Mark("No claim has been labelled by two people yet.")

// showMatrix lays the confusion matrix out, names at its edges.
func (a *AgreementDialog) showMatrix() {
	m := a.report.Confusion
	if !slices.ContainsFunc(m.Rows, func(row []int) bool { return slices.Max(row) > 0 }) {
		a.matrix.Objects = []fyne.CanvasObject{container.NewCenter(widget.NewLabel(locale.T(NothingCompared)))}
		a.matrix.Refresh()
		return
	}
	say := locale.T("Rows: one person’s label; columns: the other’s. Agreement is on the diagonal.")
	if a.report.Rows != "" {
		say = locale.T("Rows: labels by {{.A}}; columns: labels by {{.B}}. Agreement is on the diagonal.", "A", a.report.Rows, "B", a.report.Columns)
	}
	grid := container.NewGridWithColumns(len(m.Labels) + 1)
	cell := func(text string, align fyne.TextAlign, bold bool) {
		l := widget.NewLabelWithStyle(text, align, fyne.TextStyle{Bold: bold})
		l.Truncation = fyne.TextTruncateEllipsis
		grid.Add(l)
	}
	cell("", fyne.TextAlignLeading, false)
	for _, name := range m.Labels {
		cell(name, fyne.TextAlignTrailing, true)
	}
	for i, row := range m.Rows {
		cell(m.Labels[i], fyne.TextAlignLeading, true)
		for k, n := range row {
			cell(format.Thousands(n), fyne.TextAlignTrailing, i == k)
		}
	}
	about := dialogs.Wrapped(say)
	a.matrix.Objects = []fyne.CanvasObject{container.NewVBox(about, grid)}
	a.matrix.Refresh()
}

// showDays draws alpha over time.
func (a *AgreementDialog) showDays() {
	if !slices.ContainsFunc(a.days, func(day review.Day) bool { return day.Alpha.N > 0 }) {
		a.Picture.Show(nil)
		return
	}
	image, err := charts.Lines(chartLook(), a.dayFrame(2), chartFloor(a.days), 1, a.series())
	if err != nil {
		a.model.Fail(err)
		return
	}
	a.Picture.Show(image)
}

// chartFloor is where the chart begins: at 0, or below where agreement was worse than chance.
func chartFloor(days []review.Day) float64 {
	low := 0.0
	for _, day := range days {
		if value, defined := day.Alpha.Value(); defined {
			low = min(low, math.Floor(value*5)/5)
		}
	}
	return low
}

const chartWidth, chartHeight = 900, 420

func (a *AgreementDialog) dayFrame(scale float64) charts.Frame {
	frame := charts.Frame{Width: chartWidth, Height: chartHeight, Scale: scale, Y: locale.T("Krippendorff’s alpha, cumulative")}
	for _, day := range a.days {
		frame.X = append(frame.X, format.Date(day.Day))
	}
	return frame
}

func (a *AgreementDialog) series() charts.Series {
	s := charts.Series{Name: measureName(agreement.Alpha)}
	for _, day := range a.days {
		value, defined := day.Alpha.Value()
		if !defined {
			value = math.NaN()
		}
		s.Values = append(s.Values, value)
	}
	return s
}

// chartLook has the theme's colours and font.
func chartLook() charts.Look {
	look := charts.Look{
		Page: theme.Color(theme.ColorNameOverlayBackground), Ink: theme.Color(theme.ColorNameForeground),
		Soft: theme.Color(dialogs.ColourInkSoft), Grid: theme.Color(theme.ColorNameSeparator), Font: theme.TextFont().Content(),
	}
	for _, name := range dialogs.SeriesColours {
		look.Series = append(look.Series, theme.Color(name))
	}
	return look
}

// SavePicture asks for a file and writes the chart over time as PNG.
func (a *AgreementDialog) SavePicture() {
	if a.report.Titles == nil {
		return
	}
	look, frame, series, low := chartLook(), a.dayFrame(2), a.series(), chartFloor(a.days)
	a.host.AskSave(profile.Pictures, locale.T("Save picture"), locale.T("Agreement over time")+".png", func(out io.Writer) error {
		image, err := charts.Lines(look, frame, low, 1, series)
		if err != nil {
			return err
		}
		return png.Encode(out, image)
	})
}

// SaveFigures asks for a file and writes all figures as CSV, with the pseudonyms that people have in exports.
func (a *AgreementDialog) SaveFigures() {
	if a.report.Titles == nil {
		return
	}
	records := [][]string{{"part", "measure", "value", "low", "high", "n", "unit", "seen_by_one", "reason"}}
	for _, row := range figureRows(a.said.Outward(a.report)) {
		if row.Heading != "" {
			continue
		}
		f := row.Figure
		record := []string{row.Part, string(f.Measure), "", "", "", strconv.Itoa(f.N), f.Unit, strconv.Itoa(f.Alone), f.Reason}
		if value, defined := f.Value(); defined {
			record[2] = exactNumber(value)
			record[8] = f.Interval.Reason
		}
		if low, high, ok := f.Interval.Bounds(); ok {
			record[3], record[4] = exactNumber(low), exactNumber(high)
		}
		records = append(records, record)
	}
	a.host.AskSaveTable(locale.T("Save figures"), "Agreement.csv", records)
}

func (a *AgreementDialog) saveMatrix() {
	m := a.report.Confusion
	if a.report.Titles == nil {
		return
	}
	records := [][]string{append([]string{"said"}, m.Labels...)}
	for i, row := range m.Rows {
		record := []string{m.Labels[i]}
		for _, n := range row {
			record = append(record, strconv.Itoa(n))
		}
		records = append(records, record)
	}
	a.host.AskSaveTable(locale.T("Save table"), locale.T("Who said what")+".csv", records)
}

func (a *AgreementDialog) saveDays() {
	if a.report.Titles == nil {
		return
	}
	records := [][]string{{"day", "alpha", "n", "unit", "reason"}}
	for _, day := range a.days {
		record := []string{day.Day.Format(time.DateOnly), "", strconv.Itoa(day.Alpha.N), day.Alpha.Unit, day.Alpha.Reason}
		if value, defined := day.Alpha.Value(); defined {
			record[1] = exactNumber(value)
		}
		records = append(records, record)
	}
	a.host.AskSaveTable(locale.T("Save days"), locale.T("Agreement over time")+".csv", records)
}

func exactNumber(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
