package evidence

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/widgets/keyboard"
)

// Row is one row of the panel.
type Row struct {
	ID     string            // tells it from the other rows of its section
	Object fyne.CanvasObject // what it shows, as wide as the panel
	// Actions are buttons that stand below the object while the row is current; nil for none.
	Actions fyne.CanvasObject
	// Said is what the row is to those who don't see it.
	Said string

	Chosen func()                 // it has become current; may be nil
	Open   func()                 // Enter or a click; nil for a row that the keyboard passes by, such as the name of a document
	Key    func(key string) bool  // a key by its name in the table of commands, "+" or "Delete"; tells whether it has a use for it; may be nil
	Menu   func(at fyne.Position) // a secondary click or the menu key, at a place in the window; may be nil
}

// Section is a part of the panel: a heading, and rows that are given anew whenever they change. The row that is current
// stays so by its ID; where it is gone, the one in its place takes over.
type Section struct {
	list *List
	head fyne.CanvasObject
	box  *fyne.Container
	rows []*rowBox
}

// List is all rows of the panel, those of one section below those of another. Arrow keys go from row to row, whatever
// section it is of.
type List struct {
	widget.BaseWidget
	OnFocus    func()                  // the keyboard has come to the list
	OnKey      func(fyne.KeyName) bool // keys that the rows have no use for
	OnRune     func(r rune) bool       // likewise of characters; tells whether there is a use for it
	OnShortcut func(fyne.Shortcut)

	sections []*Section
	scroll   *container.Scroll
	box      *fyne.Container
	current  *rowBox // nil for none
	focused  bool
	keys     keyboard.Keys
	frame    *canvas.Rectangle // while it has the keyboard and no row is current
}

var (
	_ fyne.Focusable    = (*List)(nil)
	_ fyne.Shortcutable = (*List)(nil)
	_ desktop.Keyable   = (*List)(nil)
	_ fyne.Accessible   = (*List)(nil)
)

func newList() *List {
	l := &List{box: container.New(layout.NewCustomPaddedVBoxLayout(0)), frame: canvas.NewRectangle(color.Transparent)}
	l.scroll = container.NewVScroll(l.box)
	l.frame.StrokeWidth, l.frame.CornerRadius = 1.5, 4
	l.frame.Hide()
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer is part of fyne.Widget.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(l.scroll, l.frame))
}

// AccessibilityLabel reads the current row.
func (l *List) AccessibilityLabel() string {
	if l.current == nil {
		return locale.T("Evidence")
	}
	return l.current.row.Said
}

// AccessibilityRole says that the list holds other things.
func (l *List) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// AddSection adds a section below the others. head stands above its rows; it may be nil.
func (l *List) AddSection(head fyne.CanvasObject) *Section {
	s := &Section{list: l, head: head, box: container.New(layout.NewCustomPaddedVBoxLayout(0))}
	l.sections = append(l.sections, s)
	if head != nil {
		s.box.Add(head)
	}
	l.box.Add(s.box)
	return s
}

// SetRows shows these rows below the heading, in place of those before.
func (s *Section) SetRows(rows []Row) {
	l := s.list
	seen, y := l.seen()
	was, at := "", -1
	for i, r := range s.rows {
		if r == l.current {
			was, at = r.row.ID, i
		}
	}
	s.rows = s.rows[:0:0]
	objects := s.box.Objects[:0:0]
	if s.head != nil {
		objects = append(objects, s.head)
	}
	for _, r := range rows {
		made := newRowBox(l, r)
		s.rows = append(s.rows, made)
		objects = append(objects, made)
	}
	s.box.Objects = objects
	if at >= 0 {
		l.current = s.successor(was, at)
		if l.current != nil {
			l.current.show()
		}
		l.mark()
	}
	l.arrange()
	if seen {
		l.keepAt(y)
	}
	if at >= 0 && l.current != nil && l.current.row.ID != was && l.current.row.Chosen != nil {
		l.current.row.Chosen()
	}
}

// successor is the row to be current in place of one that was there before: the one with its ID, else the one in its place.
func (s *Section) successor(id string, at int) *rowBox {
	for _, r := range s.rows {
		if r.row.ID == id && r.row.Open != nil {
			return r
		}
	}
	for i := min(at, len(s.rows)-1); i >= 0; i-- {
		if s.rows[i].row.Open != nil {
			return s.rows[i]
		}
	}
	return nil
}

// Show shows or hides the section, its heading included.
func (s *Section) Show(yes bool) {
	if yes == s.box.Visible() {
		return
	}
	dialogs.SetVisible(s.box, yes)
	if !yes {
		for _, r := range s.rows {
			if r == s.list.current {
				s.list.choose(nil)
			}
		}
	}
	s.list.arrange()
}

// Shown tells whether the section is shown.
func (s *Section) Shown() bool { return s.box.Visible() }

// Current is the ID of the current row, "" where that is of another section or none is.
func (s *Section) Current() string {
	for _, r := range s.rows {
		if r == s.list.current {
			return r.row.ID
		}
	}
	return ""
}

// Choose makes a row current, by its ID, and brings it into view.
func (s *Section) Choose(id string) {
	for _, r := range s.rows {
		if r.row.ID == id && r.row.Open != nil {
			s.list.choose(r)
			return
		}
	}
}

// ChooseFirst makes the first row current unless one of the section is so, and brings the section into view.
func (s *Section) ChooseFirst() {
	if s.Current() != "" {
		return
	}
	for _, r := range s.rows {
		if r.row.Open != nil {
			s.list.choose(r)
			return
		}
	}
	s.list.reveal(s.box)
}

// Reveal brings the section into view, its heading before all.
func (s *Section) Reveal() { s.list.reveal(s.box) }

// arrange lays the rows out after their number or height has changed.
func (l *List) arrange() {
	l.widen(l.Size().Width)
	l.box.Refresh()
	l.scroll.Refresh()
}

// top is where a row, or the box of a section, begins in the whole of the list, in pixels.
func (l *List) top(o fyne.CanvasObject) float32 {
	for _, s := range l.sections {
		if o == fyne.CanvasObject(s.box) {
			return s.box.Position().Y
		}
		if r, is := o.(*rowBox); is && slices.Contains(s.rows, r) {
			return s.box.Position().Y + r.Position().Y
		}
	}
	return 0
}

// seen tells whether the current row begins in view, and where there, in pixels.
func (l *List) seen() (is bool, y float32) {
	if l.current == nil {
		return false, 0
	}
	y = l.top(l.current) - l.scroll.Offset.Y
	return y >= 0 && y < l.scroll.Size().Height, y
}

// keepAt scrolls so that the current row begins where it did, whatever has come or gone above it.
func (l *List) keepAt(y float32) {
	if l.current == nil {
		return
	}
	most := max(0, l.scroll.Content.MinSize().Height-l.scroll.Size().Height)
	if offset := max(0, min(l.top(l.current)-y, most)); offset != l.scroll.Offset.Y {
		l.scroll.ScrollToOffset(fyne.NewPos(0, offset))
	}
}

// widen gives all rows a width, on which their height depends.
func (l *List) widen(width float32) {
	for _, s := range l.sections {
		for _, o := range s.box.Objects {
			o.Resize(fyne.NewSize(width, o.MinSize().Height))
		}
	}
}

// Resize is part of fyne.CanvasObject.
func (l *List) Resize(size fyne.Size) {
	if size.Width != l.Size().Width {
		l.widen(size.Width)
	}
	seen, _ := l.seen()
	l.BaseWidget.Resize(size)
	if seen && l.current != nil {
		l.reveal(l.current)
	}
}

// reachable are the rows that the keyboard goes through.
func (l *List) reachable() (all []*rowBox) {
	for _, s := range l.sections {
		if !s.box.Visible() {
			continue
		}
		for _, r := range s.rows {
			if r.row.Open != nil {
				all = append(all, r)
			}
		}
	}
	return all
}

// Rows is what the rows that the keyboard goes through are to those who don't see them.
func (l *List) Rows() (said []string) {
	for _, r := range l.reachable() {
		said = append(said, r.row.Said)
	}
	return said
}

// choose makes a row current, nil for none, and brings it into view.
func (l *List) choose(r *rowBox) {
	if l.current != r {
		before := l.current
		l.current = r
		for _, each := range []*rowBox{before, r} {
			if each != nil {
				each.show()
			}
		}
		l.arrange()
		l.mark()
		if r != nil && r.row.Chosen != nil {
			r.row.Chosen()
		}
	}
	if r != nil {
		l.reveal(r)
	}
}

// begin goes to the top of the list and leaves the current row: rows of another claim are about to be shown, none of which is in its place.
func (l *List) begin() {
	l.choose(nil)
	l.scroll.ScrollToTop()
}

// mark shows which row is current, and whether the keyboard is there.
func (l *List) mark() {
	if l.current != nil {
		l.current.Refresh()
	}
	dialogs.SetVisible(l.frame, l.focused && l.current == nil)
	l.frame.StrokeColor = theme.Color(theme.ColorNamePrimary)
	l.frame.Refresh()
}

// reveal scrolls just enough to show a part of the list.
func (l *List) reveal(o fyne.CanvasObject) {
	y, top, room := l.top(o), l.scroll.Offset.Y, l.scroll.Size().Height
	if bottom := y + o.Size().Height; bottom > top+room {
		top = bottom - room
	}
	if top = min(top, y); top != l.scroll.Offset.Y {
		l.scroll.ScrollToOffset(fyne.NewPos(0, max(0, top)))
	}
}

// step makes the row so many rows further on current; with none current, the first or the last.
func (l *List) step(by int) {
	rows := l.reachable()
	if len(rows) == 0 {
		return
	}
	at := slices.Index(rows, l.current)
	if at < 0 && by < 0 {
		at = len(rows)
	}
	l.choose(rows[max(0, min(at+by, len(rows)-1))])
}

// FocusGained is part of fyne.Focusable.
func (l *List) FocusGained() {
	l.focused = true
	l.mark()
	if l.OnFocus != nil {
		l.OnFocus()
	}
}

// FocusLost is part of fyne.Focusable.
func (l *List) FocusLost() {
	l.focused = false
	l.mark()
}

// KeyDown is part of desktop.Keyable.
func (l *List) KeyDown(e *fyne.KeyEvent) { l.keys.Down(e) }

// KeyUp is part of desktop.Keyable.
func (l *List) KeyUp(e *fyne.KeyEvent) { l.keys.Up(e) }

// TypedRune gives a character to the current row and, where that has no use for it, what its key has on a US keyboard.
func (l *List) TypedRune(r rune) {
	l.keys.Typed()
	if l.keys.Repeated() || l.rune(r) { // a key that is held down acts once
		return
	}
	if latin, is := l.keys.Latin(r); is {
		l.rune(latin)
	}
}

func (l *List) rune(r rune) bool {
	return l.offer(dialogs.TypedRuneName(r)) || l.OnRune != nil && l.OnRune(r)
}

// offer gives a key to the current row.
func (l *List) offer(key string) bool {
	return key != "" && l.current != nil && l.current.row.Key != nil && l.current.row.Key(key)
}

// TypedShortcut is part of fyne.Shortcutable.
func (l *List) TypedShortcut(s fyne.Shortcut) {
	if l.OnShortcut != nil {
		l.OnShortcut(l.keys.Shortcut(s))
	}
}

// TypedKey is part of fyne.Focusable.
func (l *List) TypedKey(e *fyne.KeyEvent) {
	const page = 5
	switch e.Name {
	case fyne.KeyUp:
		l.step(-1)
	case fyne.KeyDown:
		l.step(+1)
	case fyne.KeyPageUp:
		l.step(-page)
	case fyne.KeyPageDown:
		l.step(+page)
	case fyne.KeyHome:
		l.step(-len(l.reachable()))
	case fyne.KeyEnd:
		l.step(len(l.reachable()) + 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.current != nil {
			l.current.row.Open()
		}
	case desktop.KeyMenu:
		if r := l.current; r != nil && r.row.Menu != nil {
			r.row.Menu(fyne.CurrentApp().Driver().AbsolutePositionForObject(r).AddXY(rowPad, rowPad))
		}
	default:
		key := dialogs.TypedKeyName(e.Name)
		if e.Name == fyne.KeyF2 {
			key = "F2"
		}
		if !l.offer(key) && l.OnKey != nil {
			l.OnKey(e.Name)
		}
	}
}

const rowPad = 8 // around what a row shows, in pixels

// rowBox shows a row: a click chooses and opens it.
type rowBox struct {
	widget.BaseWidget
	list    *List
	row     Row
	hovered bool
	ground  *canvas.Rectangle
	bar     *canvas.Rectangle // at the left of the current row
}

var (
	_ fyne.Tappable          = (*rowBox)(nil)
	_ fyne.SecondaryTappable = (*rowBox)(nil)
	_ desktop.Hoverable      = (*rowBox)(nil)
)

func newRowBox(l *List, r Row) *rowBox {
	b := &rowBox{list: l, row: r, ground: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent)}
	b.ground.CornerRadius, b.bar.CornerRadius = 6, 1.5
	b.ExtendBaseWidget(b)
	b.show()
	return b
}

// show shows the actions of the current row alone.
func (b *rowBox) show() {
	if b.row.Actions != nil {
		dialogs.SetVisible(b.row.Actions, b.list.current == b)
	}
	b.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (b *rowBox) CreateRenderer() fyne.WidgetRenderer {
	content := container.New(layout.NewCustomPaddedVBoxLayout(4), b.row.Object)
	if b.row.Actions != nil {
		content.Add(b.row.Actions)
	}
	return &rowRenderer{box: b, content: content}
}

type rowRenderer struct {
	box     *rowBox
	content *fyne.Container
}

// Layout is part of fyne.WidgetRenderer.
func (r *rowRenderer) Layout(size fyne.Size) {
	r.box.ground.Move(fyne.NewPos(4, 0))
	r.box.ground.Resize(fyne.NewSize(size.Width-8, size.Height))
	r.box.bar.Move(fyne.NewPos(4, rowPad))
	r.box.bar.Resize(fyne.NewSize(3, size.Height-2*rowPad))
	r.content.Move(fyne.NewPos(4+rowPad, rowPad))
	r.content.Resize(size.SubtractWidthHeight(8+2*rowPad, 2*rowPad))
}

// MinSize is part of fyne.WidgetRenderer.
func (r *rowRenderer) MinSize() fyne.Size {
	return r.content.MinSize().AddWidthHeight(8+2*rowPad, 2*rowPad)
}

// Refresh is part of fyne.WidgetRenderer.
func (r *rowRenderer) Refresh() {
	b := r.box
	b.ground.FillColor, b.bar.FillColor, b.ground.StrokeWidth = color.Transparent, color.Transparent, 0
	switch {
	case b.list.current == b:
		b.ground.FillColor, b.bar.FillColor = theme.Color(dialogs.ColourCard), theme.Color(theme.ColorNamePrimary)
		if b.list.focused {
			b.ground.StrokeWidth, b.ground.StrokeColor = 1.5, theme.Color(theme.ColorNamePrimary)
		}
	case b.hovered && b.row.Open != nil:
		b.ground.FillColor = theme.Color(theme.ColorNameHover)
	}
	r.Layout(b.Size())
	canvas.Refresh(b)
}

// Objects is part of fyne.WidgetRenderer.
func (r *rowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box.ground, r.box.bar, r.content}
}

// Destroy is part of fyne.WidgetRenderer.
func (r *rowRenderer) Destroy() {}

// AccessibilityLabel names the row for those who don't see it.
func (b *rowBox) AccessibilityLabel() string { return b.row.Said }

// Tapped is part of fyne.Tappable.
func (b *rowBox) Tapped(*fyne.PointEvent) {
	if b.row.Open != nil {
		b.take()
		b.row.Open()
	}
}

// TappedSecondary is part of fyne.SecondaryTappable.
func (b *rowBox) TappedSecondary(e *fyne.PointEvent) {
	if b.row.Menu != nil {
		b.take()
		b.row.Menu(e.AbsolutePosition)
	}
}

// take makes the row current and gives its list the keyboard.
func (b *rowBox) take() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Focus(b.list)
	}
	b.list.choose(b)
}

// MouseIn is part of desktop.Hoverable.
func (b *rowBox) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved is part of desktop.Hoverable.
func (b *rowBox) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is part of desktop.Hoverable.
func (b *rowBox) MouseOut() { b.hovered = false; b.Refresh() }
