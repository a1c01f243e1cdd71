package main

import (
	"encoding/json"
	"fmt"
	"image/color"
	"os"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"factmark/widgets/docview"
)

const (
	emptyFrames = 180
	scrollTime  = 3 * time.Second
	places      = 10 // where a highlight is added
	steps       = 10 // of the selection
)

var styles = []docview.Style{
	{Light: color.NRGBA{0x00, 0x72, 0xB2, 0xFF}, Dark: color.NRGBA{0x56, 0xB4, 0xE9, 0xFF}, Pattern: docview.Solid},
	{Light: color.NRGBA{0xC2, 0x41, 0x0C, 0xFF}, Dark: color.NRGBA{0xF5, 0x9E, 0x6C, 0xFF}, Pattern: docview.Double},
	{Light: color.NRGBA{0x7A, 0x6A, 0x00, 0xFF}, Dark: color.NRGBA{0xE6, 0xC8, 0x4F, 0xFF}, Pattern: docview.Dotted},
	{Light: color.NRGBA{0x6B, 0x72, 0x80, 0xFF}, Dark: color.NRGBA{0x9C, 0xA3, 0xAF, 0xFF}, Pattern: docview.Dashed},
}

// measure takes all figures, the empty window's first.
func measure(s *stage, textFile, spansFile string) (figures, error) {
	var f figures
	var empty []time.Duration
	for range emptyFrames {
		empty = append(empty, s.frame(time.Now(), func() {}, nil))
	}
	f.EmptyP50, f.EmptyP95 = quantile(empty, 0.5), quantile(empty, 0.95)
	var err error
	if f.EmptyRSS, err = peak(); err != nil {
		return f, err
	}

	opened := time.Now()
	text, marks, err := read(textFile, spansFile)
	if err != nil {
		return f, err
	}
	var view *docview.View
	f.FirstFrame = ms(s.frame(opened, func() {
		view = docview.New()
		view.SetStyles(styles)
		view.SetText(text, marks)
		s.show(view)
	}, nil))
	f.Layout = ms(s.frame(opened, func() {}, func() bool { return view.LaidOut() }))
	f.CodePoints, f.Spans = len([]rune(text)), len(marks)

	var add []time.Duration
	for i := range places {
		at := f.CodePoints * (2*i + 1) / (2 * places)
		s.frame(time.Now(), func() { view.SetTopOffset(at) }, nil)
		add = append(add, s.frame(time.Now(), func() {
			top := view.TopOffset()
			view.PutHighlight(docview.Highlight{ID: fmt.Sprint("added ", i), Start: top + 90, End: top + 190, Style: i % len(styles)})
		}, nil))
	}
	f.Add = quantile(add, 0.5)

	s.frame(time.Now(), func() {
		top := view.TopOffset()
		view.Select(top, top+40)
		view.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	}, nil)
	var moved []time.Duration
	for range steps {
		moved = append(moved, s.frame(time.Now(), func() { view.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) }, nil))
	}
	f.Select = quantile(moved, 0.5)
	s.frame(time.Now(), func() {
		view.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		view.Select(0, 0)
	}, nil)

	var scrolled []time.Duration
	for from := time.Now(); time.Since(from) < scrollTime; {
		share := float64(time.Since(from)) / float64(scrollTime)
		scrolled = append(scrolled, s.frame(time.Now(), func() { view.SetTopOffset(int(share * float64(f.CodePoints))) }, nil))
	}
	f.ScrollP50, f.ScrollP95, f.ScrollMax = quantile(scrolled, 0.5), quantile(scrolled, 0.95), quantile(scrolled, 1)

	before := view.Size()
	f.Resize = ms(s.frame(time.Now(), func() { s.window.Resize(fyne.NewSize(660, 700)) }, func() bool { return view.Size() != before }))
	f.Resident, err = peak()
	return f, err
}

// read reads both files at once.
func read(textFile, spansFile string) (string, []docview.Highlight, error) {
	type result struct {
		text string
		err  error
	}
	texts := make(chan result, 1)
	go func() {
		text, err := os.ReadFile(textFile)
		texts <- result{string(text), err}
	}()
	marks, err := readSpans(spansFile)
	text := <-texts
	if text.err != nil {
		return "", nil, fmt.Errorf("reading the text: %w", text.err)
	}
	return text.text, marks, err
}

func readSpans(name string) ([]docview.Highlight, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading the spans: %w", err)
	}
	return parseSpans(data)
}

// parseSpans turns spans into highlights. Every label is a style, in the order in which they come.
func parseSpans(data []byte) ([]docview.Highlight, error) {
	var spans []struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		Label string `json:"label"`
	}
	if err := json.Unmarshal(data, &spans); err != nil {
		return nil, fmt.Errorf("reading the spans: %w", err)
	}
	labels := make(map[string]int)
	all := make([]docview.Highlight, len(spans))
	for i, s := range spans {
		if s.Start < 0 || s.End < s.Start {
			return nil, fmt.Errorf("span %d: no such range: %d to %d", i, s.Start, s.End)
		}
		style, ok := labels[s.Label]
		if !ok {
			style = len(labels)
			labels[s.Label] = style
		}
		all[i] = docview.Highlight{ID: strconv.Itoa(i), Start: s.Start, End: s.End, Style: style}
	}
	return all, nil
}
