package app

import (
	"encoding/csv"
	"fmt"
	"image/png"
	"io"
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/agreement"
	"factmark/app/review"
	"factmark/widgets/charts"
)

// The widths of a figure's columns, in pixels.
const (
	measureWidth  = 250
	valueWidth    = 62
	intervalWidth = 130
)

func newFigureLine() fyne.CanvasObject {
	heading := widget.NewLabel("")
	heading.TextStyle.Bold = true
	heading.Truncation = fyne.TextTruncateEllipsis
	cell := func(width float32) fyne.CanvasObject {
		l := widget.NewLabel("")
		l.Truncation = fyne.TextTruncateEllipsis
		return container.NewGridWrap(fyne.NewSize(width, l.MinSize().Height), l)
	}
	rest := widget.NewLabel("")
	rest.Truncation = fyne.TextTruncateEllipsis
	rest.Importance = widget.LowImportance
	cells := container.NewBorder(nil, nil, container.NewHBox(cell(measureWidth), cell(valueWidth), cell(intervalWidth)), nil, rest)
	return container.NewStack(heading, cells)
}

func (a *agreementDialog) fill(i widget.ListItemID, line fyne.CanvasObject) {
	row := a.rows[i]
	heading, cells := line.(*fyne.Container).Objects[0], line.(*fyne.Container).Objects[1].(*fyne.Container)
	setVisible(heading, row.heading != "")
	setVisible(cells, row.heading == "")
	if row.heading != "" {
		heading.(*widget.Label).SetText(row.heading)
		return
	}
	f := row.figure
	texts := [3]string{string(f.Measure), "n/a", ""}
	rest := f.Reason
	if _, defined := f.Value(); defined {
		texts[1], rest = f.String(), thousands(f.N)+" "+f.Unit
		if low, high, ok := f.Interval.Bounds(); ok {
			texts[2] = fmt.Sprintf("%.3f to %.3f", low, high)
		}
	}
	columns := cells.Objects[1].(*fyne.Container).Objects
	for k, text := range texts {
		columns[k].(*fyne.Container).Objects[0].(*widget.Label).SetText(text)
	}
	cells.Objects[0].(*widget.Label).SetText(rest)
}

// showMatrix lays the confusion matrix out, names at its edges.
func (a *agreementDialog) showMatrix() {
	m := a.report.Confusion
	a.matrix.Objects = nil
	if len(m.Labels) == 0 {
		a.matrix.Objects = []fyne.CanvasObject{container.NewCenter(widget.NewLabel("No claim has been labelled by two people yet."))}
		a.matrix.Refresh()
		return
	}
	say := "Of each claim that two people labelled: what one said, where another said what stands above. Agreement is on the diagonal."
	if a.report.Rows != "" {
		say = fmt.Sprintf("Rows are what %s said, columns what %s said. Agreement is on the diagonal.", a.report.Rows, a.report.Columns)
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
			cell(thousands(n), fyne.TextAlignTrailing, i == k)
		}
	}
	about := widget.NewLabel(say)
	about.Wrapping = fyne.TextWrapWord
	a.matrix.Objects = []fyne.CanvasObject{container.NewVBox(about, grid)}
	a.matrix.Refresh()
}

// showDays draws alpha over time.
func (a *agreementDialog) showDays() {
	image, err := charts.Lines(chartLook(), a.dayFrame(2), lowest(a.days), 1, a.series())
	if err != nil {
		a.desk.fail(err)
		return
	}
	a.picture.Image = image
	a.picture.Refresh()
}

// lowest is where the chart begins: at 0, or below where agreement was worse than chance.
func lowest(days []review.Day) float64 {
	low := 0.0
	for _, day := range days {
		if value, defined := day.Alpha.Value(); defined {
			low = min(low, math.Floor(value*5)/5)
		}
	}
	return low
}

const chartWidth, chartHeight = 900, 420

func (a *agreementDialog) dayFrame(scale float64) charts.Frame {
	frame := charts.Frame{Width: chartWidth, Height: chartHeight, Scale: scale, Y: "Krippendorff's alpha of all labels until then"}
	for _, day := range a.days {
		frame.X = append(frame.X, day.Day.Format("2 Jan 2006"))
	}
	return frame
}

func (a *agreementDialog) series() charts.Series {
	s := charts.Series{Name: string(agreement.Alpha)}
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
		Soft: theme.Color(colourInkSoft), Grid: theme.Color(theme.ColorNameSeparator), Font: theme.TextFont().Content(),
	}
	for _, name := range seriesColours {
		look.Series = append(look.Series, theme.Color(name))
	}
	return look
}

func (a *agreementDialog) savePicture() {
	if a.report.Titles == nil {
		return
	}
	look, frame, series, low := chartLook(), a.dayFrame(2), a.series(), lowest(a.days)
	a.window.askSave("Save the picture", "Agreement over time.png", func(out io.Writer) error {
		image, err := charts.Lines(look, frame, low, 1, series)
		if err != nil {
			return err
		}
		return png.Encode(out, image)
	})
}

func (a *agreementDialog) saveFigures() {
	if a.report.Titles == nil {
		return
	}
	rows := figureRows(a.said.Outward(a.report))
	a.window.askSave("Save the figures", "Agreement.csv", func(out io.Writer) error {
		w := csv.NewWriter(out)
		records := [][]string{{"part", "measure", "value", "low", "high", "n", "unit", "seen_by_one", "reason"}}
		part := ""
		for _, row := range rows {
			if row.heading != "" {
				part = row.heading
				continue
			}
			f := row.figure
			record := []string{part, string(f.Measure), "", "", "", strconv.Itoa(f.N), f.Unit, strconv.Itoa(f.Alone), f.Reason}
			if value, defined := f.Value(); defined {
				record[2] = exact(value)
				record[8] = f.Interval.Reason
			}
			if low, high, ok := f.Interval.Bounds(); ok {
				record[3], record[4] = exact(low), exact(high)
			}
			records = append(records, record)
		}
		return w.WriteAll(records)
	})
}

func exact(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
