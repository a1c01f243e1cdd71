package reports

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/matrix"
	"factmark/app/ui/dialogs"
)

// Spot is a place in the table: a cell; with -1 as its column the head of a row, with -1 as its row that of a column.
type Spot struct{ Row, Column int }

// MatrixTable shows a matrix as far as there is room, with the heads always in view, and goes from cell to cell by mouse and
// keys. Only what is on screen is drawn.
type MatrixTable struct {
	widget.BaseWidget

	Current Spot
	drawing *matrix.Drawing // nil while there is no table
	rows    int
	columns int
	raster  *canvas.Raster

	top      float32 // how far the rows are scrolled, in pixels
	left     int     // the first column
	aside    float32 // what the wheel turned aside and makes no column yet
	dragging fyne.Delta
	focused  bool

	offer   func(fyne.KeyName) (taken bool)
	chosen  func(Spot) // the current cell has changed, or the pointer is over another
	opening func(Spot) // a cell was clicked, or Enter pressed
	hovered Spot
	said    string // of the cell that chosen was called with
}

var _ fyne.Accessible = (*MatrixTable)(nil)

// The measures of the table on screen, in pixels.
const (
	barRoom    = 10 // of a scrollbar
	leastThumb = 28
	lowestHead = 136 // of the columns
)

var nowhere = Spot{-1, -1}

func newMatrixTable(offer func(fyne.KeyName) bool, chosen, opening func(Spot)) *MatrixTable {
	t := &MatrixTable{offer: offer, chosen: chosen, opening: opening, hovered: nowhere}
	t.raster = canvas.NewRaster(t.paint)
	t.ExtendBaseWidget(t)
	return t
}

// show shows another table, from its beginning unless it is to stay where it was.
func (t *MatrixTable) show(d *matrix.Drawing, m *matrix.Matrix, stay bool) {
	t.drawing, t.rows, t.columns = d, len(m.Rows), len(m.Columns)
	if !stay {
		t.Current, t.top, t.left = Spot{0, -1}, 0, 0
	}
	t.hovered = nowhere
	t.Current = Spot{max(-1, min(t.Current.Row, t.rows-1)), max(-1, min(t.Current.Column, t.columns-1))}
	if t.Current == nowhere && t.rows > 0 {
		t.Current.Row = 0
	}
	t.scrollTo(t.top, t.left)
	t.chosen(t.Current)
}

// CreateRenderer is part of fyne.Widget.
func (t *MatrixTable) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(t.raster)
}

// Resize is part of fyne.CanvasObject.
func (t *MatrixTable) Resize(size fyne.Size) {
	t.BaseWidget.Resize(size)
	t.scrollTo(t.top, t.left)
}

// MinSize is part of fyne.CanvasObject.
func (t *MatrixTable) MinSize() fyne.Size { return fyne.NewSize(360, 220) }

// rowHead is the width of the heads of rows.
func (t *MatrixTable) rowHead() float32 { return min(matrix.RowHead, t.Size().Width*0.5) }

// columnHead is the height of the heads of columns.
func (t *MatrixTable) columnHead() float32 {
	return min(matrix.ColumnHead, max(lowestHead, t.Size().Height*0.36))
}

// room is what is left for cells, in pixels.
func (t *MatrixTable) room() (width, height float32) {
	return max(0, t.Size().Width-t.rowHead()-barRoom), max(0, t.Size().Height-t.columnHead()-barRoom)
}

// lastLeft is the first column once the last one is in view.
func (t *MatrixTable) lastLeft() int {
	width, _ := t.room()
	return max(0, t.columns-int(width/matrix.ColumnWidth))
}

func (t *MatrixTable) lastTop() float32 {
	_, height := t.room()
	return max(0, float32(t.rows)*matrix.RowHeight-height)
}

func (t *MatrixTable) scrollTo(top float32, left int) {
	t.top, t.left = max(0, min(top, t.lastTop())), max(0, min(left, t.lastLeft()))
	t.Refresh()
}

// at gives what is under a position; nowhere for the corner and what lies behind the last row or column.
func (t *MatrixTable) at(p fyne.Position) Spot {
	s := nowhere
	width, height := t.room()
	if y := p.Y - t.columnHead(); y >= 0 && y < height {
		s.Row = int((y + t.top) / matrix.RowHeight)
	}
	if x := p.X - t.rowHead(); x >= 0 && x < width {
		s.Column = t.left + int(x/matrix.ColumnWidth)
	}
	if s.Row >= t.rows || s.Column >= t.columns || p.X >= t.rowHead()+width || p.Y >= t.columnHead()+height {
		return nowhere
	}
	return s
}

// Place gives the middle of a cell or head that is in view, in the window.
func (t *MatrixTable) Place(s Spot) fyne.Position {
	p := fyne.NewPos(t.rowHead()/2, t.columnHead()-matrix.CountHeight/2)
	if s.Column >= 0 {
		p.X = t.rowHead() + (float32(s.Column-t.left)+0.5)*matrix.ColumnWidth
	}
	if s.Row >= 0 {
		p.Y = t.columnHead() + (float32(s.Row)+0.5)*matrix.RowHeight - t.top
	}
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(t).Add(p)
}

// choose makes a cell current and brings it into view.
func (t *MatrixTable) choose(s Spot) {
	if t.rows == 0 { // nothing was read yet, or there is nothing
		return
	}
	t.Current = Spot{max(-1, min(s.Row, t.rows-1)), max(-1, min(s.Column, t.columns-1))}
	top, left := t.top, t.left
	width, height := t.room()
	if y := float32(t.Current.Row) * matrix.RowHeight; t.Current.Row >= 0 {
		top = min(max(top, y+matrix.RowHeight-height), y)
	}
	if t.Current.Column >= 0 {
		left = min(max(left, t.Current.Column+1-max(1, int(width/matrix.ColumnWidth))), t.Current.Column)
	}
	t.hovered = nowhere
	t.scrollTo(top, left)
	t.chosen(t.Current)
}

// Tapped is part of fyne.Tappable.
func (t *MatrixTable) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		c.Focus(t)
	}
	if s := t.at(e.Position); s != nowhere {
		t.choose(s)
		t.opening(s)
	}
}

// MouseIn is part of desktop.Hoverable.
func (t *MatrixTable) MouseIn(e *desktop.MouseEvent) { t.MouseMoved(e) }

// MouseMoved is part of desktop.Hoverable.
func (t *MatrixTable) MouseMoved(e *desktop.MouseEvent) { t.hover(t.at(e.Position)) }

// MouseOut is part of desktop.Hoverable.
func (t *MatrixTable) MouseOut() { t.hover(nowhere) }

// hover tells of the cell under the pointer, and of the current one again when there is none.
func (t *MatrixTable) hover(s Spot) {
	if s == t.hovered {
		return
	}
	t.hovered = s
	if s == nowhere {
		s = t.Current
	}
	t.chosen(s)
	t.Refresh()
}

// Scrolled is part of fyne.Scrollable.
func (t *MatrixTable) Scrolled(e *fyne.ScrollEvent) {
	t.aside -= e.Scrolled.DX
	columns := int(t.aside / matrix.ColumnWidth)
	t.aside -= float32(columns) * matrix.ColumnWidth
	t.scrollTo(t.top-e.Scrolled.DY, t.left+columns)
	t.hover(t.at(e.Position))
}

// Dragged is part of fyne.Draggable: it moves the scrollbar that it began on.
func (t *MatrixTable) Dragged(e *fyne.DragEvent) {
	width, height := t.room()
	if t.dragging.IsZero() {
		begun := e.Position.Subtract(e.Dragged)
		switch {
		case begun.X >= t.rowHead()+width:
			t.dragging = fyne.NewDelta(0, 1)
		case begun.Y >= t.columnHead()+height:
			t.dragging = fyne.NewDelta(1, 0)
		default:
			return
		}
	}
	x, y := e.Position.X-t.rowHead(), e.Position.Y-t.columnHead()
	if _, length := t.thumb(height, float32(t.rows)*matrix.RowHeight, 0); t.dragging.DY > 0 && height > length {
		t.scrollTo((y-length/2)/(height-length)*t.lastTop(), t.left)
	}
	if _, length := t.thumb(width, float32(t.columns)*matrix.ColumnWidth, 0); t.dragging.DX > 0 && width > length {
		t.scrollTo(t.top, int(math.Round(float64((x-length/2)/(width-length)*float32(t.lastLeft())))))
	}
}

// DragEnd is part of fyne.Draggable.
func (t *MatrixTable) DragEnd() { t.dragging = fyne.Delta{} }

// thumb gives where the thumb of a scrollbar begins and how long it is, for so much room, content and share scrolled; no
// length where all is in view.
func (t *MatrixTable) thumb(room, content, share float32) (start, length float32) {
	if content <= room || room <= leastThumb {
		return 0, 0
	}
	length = max(leastThumb, room*room/content)
	return (room - length) * share, length
}

// FocusGained is part of fyne.Focusable.
func (t *MatrixTable) FocusGained() { t.focused = true; t.Refresh() }

// FocusLost is part of fyne.Focusable.
func (t *MatrixTable) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune is part of fyne.Focusable.
func (t *MatrixTable) TypedRune(rune) {}

// TypedKey is part of fyne.Focusable.
func (t *MatrixTable) TypedKey(k *fyne.KeyEvent) {
	c := t.Current
	_, height := t.room()
	page := max(1, int(height/matrix.RowHeight)-1)
	switch k.Name {
	case fyne.KeyUp:
		c.Row--
	case fyne.KeyDown:
		c.Row++
	case fyne.KeyLeft:
		c.Column--
	case fyne.KeyRight:
		c.Column++
	case fyne.KeyPageUp:
		c.Row = max(0, c.Row-page)
	case fyne.KeyPageDown:
		c.Row += page
	case fyne.KeyHome:
		c.Column = -1
	case fyne.KeyEnd:
		c.Column = t.columns - 1
	case fyne.KeyReturn, fyne.KeyEnter:
		if t.rows > 0 {
			t.opening(t.Current)
			return
		}
		t.offer(k.Name)
		return
	default:
		t.offer(k.Name)
		return
	}
	if c.Row == -1 && c.Column == -1 { // the corner is for nothing
		return
	}
	t.choose(c)
}

// AccessibilityLabel is what the current cell says.
func (t *MatrixTable) AccessibilityLabel() string { return t.said }

// AccessibilityRole says that the table is text.
func (t *MatrixTable) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Refresh is part of fyne.CanvasObject.
func (t *MatrixTable) Refresh() {
	t.BaseWidget.Refresh()
	t.raster.Refresh()
}

// paint draws what is on screen into an image of so many pixels.
func (t *MatrixTable) paint(width, height int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	size := t.Size()
	if t.drawing == nil || size.Width <= 0 {
		return img
	}
	scale := float32(width) / size.Width
	px := func(v float32) int { return int(math.Round(float64(v * scale))) }
	look := matrixLook()
	draw.Draw(img, img.Rect, image.NewUniform(look.Page), image.Point{}, draw.Src)
	d := t.drawing.With(look, scale)
	rowHead, columnHead := t.rowHead(), t.columnHead()
	roomX, roomY := t.room()
	part := func(x0, y0, x1, y1 float32) *image.RGBA {
		return img.SubImage(image.Rect(px(x0), px(y0), px(x1), px(y1))).(*image.RGBA)
	}
	heads := part(rowHead, 0, size.Width, columnHead)
	shown := min(t.columns-t.left, int(roomX/matrix.ColumnWidth)+1)
	for j := range shown {
		d.Column(heads, t.left+j, image.Pt(px(rowHead+matrix.ColumnWidth*float32(j)), 0), columnHead)
	}
	names, cells := part(0, columnHead, rowHead, columnHead+roomY), part(rowHead, columnHead, rowHead+roomX, columnHead+roomY)
	for i := int(t.top / matrix.RowHeight); i < t.rows; i++ {
		y := columnHead + float32(i)*matrix.RowHeight - t.top
		if y >= columnHead+roomY {
			break
		}
		d.Row(names, i, image.Pt(0, px(y)), rowHead)
		for j := range shown {
			d.Cell(cells, i, t.left+j, image.Pt(px(rowHead+matrix.ColumnWidth*float32(j)), px(y)))
		}
	}
	line := max(1, px(1))
	paintOver(img, image.Rect(0, px(columnHead)-line, px(rowHead+roomX), px(columnHead)), look.Grid)
	t.mark(img, px, t.hovered, theme.Color(theme.ColorNameHover), 0)
	ring := theme.Color(theme.ColorNameInputBorder)
	if t.focused {
		ring = theme.Color(theme.ColorNamePrimary)
	}
	t.mark(img, px, t.Current, ring, max(2, px(2)))
	bar := theme.Color(theme.ColorNameScrollBar)
	if start, length := t.thumb(roomY, float32(t.rows)*matrix.RowHeight, t.top/max(1, t.lastTop())); length > 0 {
		paintOver(img, image.Rect(px(size.Width-barRoom+3), px(columnHead+start), px(size.Width-2), px(columnHead+start+length)), bar)
	}
	if start, length := t.thumb(roomX, float32(t.columns)*matrix.ColumnWidth, float32(t.left)/max(1, float32(t.lastLeft()))); length > 0 {
		paintOver(img, image.Rect(px(rowHead+start), px(size.Height-barRoom+3), px(rowHead+start+length), px(size.Height-2)), bar)
	}
	return img
}

// mark paints a cell or head over, or a ring around it where thick is more than 0.
func (t *MatrixTable) mark(img *image.RGBA, px func(float32) int, s Spot, c color.Color, thick int) {
	if s == nowhere {
		return
	}
	roomX, roomY := t.room()
	x0, x1, y0, y1 := float32(0), t.rowHead(), float32(0), t.columnHead()
	within := img.Rect
	if s.Column >= 0 {
		x0 = t.rowHead() + float32(s.Column-t.left)*matrix.ColumnWidth
		x1 = x0 + matrix.ColumnWidth
		within = within.Intersect(image.Rect(px(t.rowHead())-1, 0, px(t.rowHead()+roomX), img.Rect.Max.Y))
	}
	if s.Row >= 0 {
		y0 = t.columnHead() + float32(s.Row)*matrix.RowHeight - t.top
		y1 = y0 + matrix.RowHeight
		within = within.Intersect(image.Rect(0, px(t.columnHead())-1, img.Rect.Max.X, px(t.columnHead()+roomY)))
	} else {
		y0 = t.columnHead() - matrix.CountHeight
	}
	box, part := image.Rect(px(x0), px(y0), px(x1), px(y1)), img.SubImage(within).(*image.RGBA)
	if thick == 0 {
		paintOver(part, box, c)
		return
	}
	for _, edge := range []image.Rectangle{
		image.Rect(box.Min.X, box.Min.Y, box.Max.X, box.Min.Y+thick), image.Rect(box.Min.X, box.Max.Y-thick, box.Max.X, box.Max.Y),
		image.Rect(box.Min.X, box.Min.Y, box.Min.X+thick, box.Max.Y), image.Rect(box.Max.X-thick, box.Min.Y, box.Max.X, box.Max.Y),
	} {
		paintOver(part, edge, c)
	}
}

func paintOver(img *image.RGBA, r image.Rectangle, c color.Color) {
	draw.Draw(img, r.Intersect(img.Rect), image.NewUniform(c), image.Point{}, draw.Over)
}

// matrixLook has the theme's colours and fonts.
func matrixLook() matrix.Look {
	of := func(name fyne.ThemeColorName) color.NRGBA {
		return color.NRGBAModel.Convert(theme.Color(name)).(color.NRGBA)
	}
	look := matrix.Look{Page: of(theme.ColorNameOverlayBackground), Ink: of(dialogs.ColourInk), Soft: of(dialogs.ColourInkSoft), Grid: of(theme.ColorNameSeparator),
		Support: of(dialogs.SeriesColours[0]), Refute: of(dialogs.SeriesColours[1])}
	look.Dark = dialogs.LightInk()
	look.Regular, look.Bold = matrixFonts()
	return look
}

// matrixFonts are the files of the window's fonts.
func matrixFonts() (regular, bold []byte) {
	return theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content()
}
