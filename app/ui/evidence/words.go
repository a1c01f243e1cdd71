package evidence

import (
	"cmp"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/widgets/docview/layout"
	"factmark/widgets/fit"
)

// wording is what a row says of a passage.
type wording struct {
	rank    string // at the left, in softer ink
	text    []run
	most    int      // lines of the text, textLines where it is 0
	strong  bool     // all of the text is in bold
	soft    bool     // the text is in softer ink
	caption string   // below the text, smaller and in softer ink
	hints   []string // below that, each in a frame
}

// words shows a wording, as high as its width makes it.
type words struct {
	widget.BaseWidget
	wording

	width    float32 // that the lines are fitted to, in pixels
	size     float32 // of the text that they are fitted to
	lines    [][]run
	captions []string
	frames   [][]string // hints in lines
	height   float32
}

// Measures of words, in lines and pixels.
const (
	textLines    = 7
	captionLines = 3
	rankWidth    = 20
	hintPad      = 5 // between a hint and its frame
	hintGap      = 4
)

func newWords(w wording) *words {
	made := &words{wording: w}
	made.ExtendBaseWidget(made)
	return made
}

// AccessibilityLabel reads the words.
func (w *words) AccessibilityLabel() string {
	return strings.Join(format.NonEmpty(append([]string{plain(w.text), w.caption}, w.hints...)...), ". ")
}

// AccessibilityRole is part of fyne.Accessible.
func (w *words) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// MinSize is part of fyne.CanvasObject: any width will do, and the height is that of the lines in the present width.
func (w *words) MinSize() fyne.Size {
	w.ExtendBaseWidget(w)
	w.fit(w.Size().Width)
	return fyne.NewSize(0, w.height)
}

func (w *words) indent() float32 {
	if w.rank == "" {
		return 0
	}
	return rankWidth
}

// fit breaks the words into lines of a width, in pixels.
func (w *words) fit(width float32) {
	size := theme.TextSize()
	if width == w.width && size == w.size {
		return
	}
	room := max(40, width-w.indent())
	w.lines = fitRuns(w.text, room, cmp.Or(w.most, textLines), size)
	w.captions = fit.Lines(w.caption, room, captionLines, plainWidth(theme.CaptionTextSize()))
	w.frames = hintRows(w.hints, room)
	w.height = float32(len(w.lines))*lineHeight(size) + float32(len(w.captions))*lineHeight(theme.CaptionTextSize()) + float32(len(w.frames))*(hintHeight()+hintGap)
	w.width, w.size = width, size
}

func lineHeight(size float32) float32 { return fyne.MeasureText("M", size, fyne.TextStyle{}).Height }

func hintHeight() float32 { return lineHeight(theme.CaptionTextSize()) + 2 }

// hintRows puts hints one behind the other into lines of a width; one that is too long for a line is shortened.
func hintRows(hints []string, width float32) (rows [][]string) {
	measure := plainWidth(theme.CaptionTextSize())
	x := float32(0)
	for _, h := range hints {
		h = strings.Join(fit.Lines(h, width-2*hintPad, 1, measure), "")
		need := measure(h) + 2*hintPad
		if len(rows) == 0 || x+need > width {
			rows, x = append(rows, nil), 0
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], h)
		x += need + hintGap
	}
	return rows
}

// CreateRenderer is part of fyne.Widget.
func (w *words) CreateRenderer() fyne.WidgetRenderer { return &wordsRenderer{words: w} }

type wordsRenderer struct {
	words   *words
	texts   []*canvas.Text
	boxes   []*canvas.Rectangle
	objects []fyne.CanvasObject
}

// Layout is part of fyne.WidgetRenderer.
func (r *wordsRenderer) Layout(size fyne.Size) {
	w := r.words
	w.fit(size.Width)
	r.objects = r.objects[:0]
	ink, soft := theme.Color(theme.ColorNameForeground), theme.Color(theme.ColorNamePlaceHolder)
	textInk := ink
	if w.soft {
		textInk = soft
	}
	texts, boxes := 0, 0
	put := func(s string, x, y, size float32, bold bool, c color.Color) float32 {
		if texts == len(r.texts) {
			r.texts = append(r.texts, canvas.NewText("", c))
		}
		t := r.texts[texts]
		texts++
		t.Text, t.TextSize, t.TextStyle.Bold, t.Color = s, size, bold, c
		t.Move(fyne.NewPos(x, y))
		width := t.MinSize()
		t.Resize(width)
		r.objects = append(r.objects, t)
		return width.Width
	}
	text, caption := theme.TextSize(), theme.CaptionTextSize()
	if w.rank != "" {
		put(w.rank, 0, 1, caption, false, soft)
	}
	y, indent := float32(0), w.indent()
	for _, line := range w.lines {
		whole := plain(line)
		if visual := layout.Visual(whole); visual != whole { // written from the right: its parts stand in another order
			put(visual, indent, y, text, w.strong, textInk)
		} else {
			x := indent
			for _, part := range line {
				x += put(part.text, x, y, text, part.bold || w.strong, textInk)
			}
		}
		y += lineHeight(text)
	}
	for _, line := range w.captions {
		put(layout.Visual(line), indent, y, caption, false, soft)
		y += lineHeight(caption)
	}
	for _, line := range w.frames {
		y += hintGap
		x := indent
		for _, h := range line {
			if boxes == len(r.boxes) {
				box := canvas.NewRectangle(color.Transparent)
				box.CornerRadius, box.StrokeWidth = 4, 1
				r.boxes = append(r.boxes, box)
			}
			box := r.boxes[boxes]
			boxes++
			box.StrokeColor = soft
			width := put(layout.Visual(h), x+hintPad, y+1, caption, false, ink) + 2*hintPad
			box.Move(fyne.NewPos(x, y))
			box.Resize(fyne.NewSize(width, hintHeight()))
			r.objects = append(r.objects, box)
			x += width + hintGap
		}
		y += hintHeight()
	}
}

// MinSize is part of fyne.WidgetRenderer.
func (r *wordsRenderer) MinSize() fyne.Size { return r.words.MinSize() }

// Refresh is part of fyne.WidgetRenderer.
func (r *wordsRenderer) Refresh() {
	r.Layout(r.words.Size())
	canvas.Refresh(r.words)
}

// Objects is part of fyne.WidgetRenderer.
func (r *wordsRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Destroy is part of fyne.WidgetRenderer.
func (r *wordsRenderer) Destroy() {}
