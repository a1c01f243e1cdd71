package app

import (
	"cmp"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
	wcag "factmark/widgets/contrast"
	"factmark/widgets/docview"
)

// looks are what the window can look like.
var looks = []struct {
	name         string
	theme        profile.Theme
	highContrast bool
	least        float64 // contrast of text
}{
	{"light", profile.Light, false, 4.5}, {"dark", profile.Dark, false, 4.5},
	{"high contrast, light", profile.Light, true, 7}, {"high contrast, dark", profile.Dark, true, 7},
}

// shownText is a text that a picture of the window shows.
type shownText struct {
	said     string
	at       image.Rectangle
	ink      color.NRGBA
	ground   color.NRGBA
	contrast float64
	large    bool // 24 pixels, or 18.7 in bold
}

// picture is what is seen of a window.
type picture struct {
	image *image.NRGBA
	texts []shownText
	other int // texts that something covers
}

// takePicture renders the window, or the dialog or menu in front, and measures all text in it: the ground behind a text
// is the colour that most of its rectangle has on the picture, its ink the text's own colour on that ground, where the
// picture has it. Text in a picture of its own, of documents and fields, is measured by its strongest pixels.
func (b *bench) takePicture() *picture {
	c := b.Win.Canvas()
	captured := c.Capture()
	p := &picture{image: image.NewNRGBA(captured.Bounds())}
	draw.Draw(p.image, p.image.Bounds(), captured, captured.Bounds().Min, draw.Src)
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(root)
	p.walk(root, at, image.Rect(0, 0, p.image.Bounds().Dx(), p.image.Bounds().Dy()))
	return p
}

func rectangle(at fyne.Position, size fyne.Size) image.Rectangle {
	return image.Rect(int(at.X+0.5), int(at.Y+0.5), int(at.X+size.Width+0.5), int(at.Y+size.Height+0.5))
}

func (p *picture) walk(o fyne.CanvasObject, at fyne.Position, clip image.Rectangle) {
	if !o.Visible() {
		return
	}
	within := func(children []fyne.CanvasObject, clip image.Rectangle) {
		for _, child := range children {
			p.walk(child, at.Add(child.Position()), clip)
		}
	}
	switch o := o.(type) {
	case *canvas.Text:
		p.text(o, at, clip)
	case *canvas.Raster:
		if o.Size().Width > 60 && o.Size().Height > 16 {
			p.raster(rectangle(at, o.Size()).Intersect(clip))
		}
	case *container.Clip:
		within([]fyne.CanvasObject{o.Content}, clip.Intersect(rectangle(at, o.Size())))
	case *container.Scroll:
		within(test.WidgetRenderer(o).Objects(), clip.Intersect(rectangle(at, o.Size())))
	case *fyne.Container:
		within(o.Objects, clip)
	case fyne.Widget:
		within(test.WidgetRenderer(o).Objects(), clip)
	}
}

// text measures a text, if it is seen.
func (p *picture) text(o *canvas.Text, at fyne.Position, clip image.Rectangle) {
	if strings.TrimSpace(o.Text) == "" || o.Color == nil {
		return
	}
	size := o.MinSize()
	room := size.Max(o.Size())
	switch o.Alignment {
	case fyne.TextAlignCenter:
		at.X += (room.Width - size.Width) / 2
	case fyne.TextAlignTrailing:
		at.X += room.Width - size.Width
	}
	at.Y += (room.Height - size.Height) / 2
	whole := rectangle(at, size)
	seen := whole.Intersect(clip)
	if seen.Dx() < 4 || seen.Dy() < whole.Dy()*2/3 {
		return
	}
	t := shownText{said: o.Text, at: seen, ground: p.mostly(seen), large: o.TextSize >= 24 || o.TextStyle.Bold && o.TextSize >= 18.7}
	t.ink = over(color.NRGBAModel.Convert(o.Color).(color.NRGBA), t.ground)
	t.contrast = wcag.Ratio(t.ink, t.ground)
	if p.nearest(seen, t.ground, t.ink) < 0.4 {
		p.other++
		return
	}
	p.texts = append(p.texts, t)
}

// raster measures the text in a picture by pieces of about a word.
func (p *picture) raster(at image.Rectangle) {
	const width, height = 64, 24
	for y := at.Min.Y; y+height <= at.Max.Y; y += height {
		for x := at.Min.X; x+width <= at.Max.X; x += width {
			piece := image.Rect(x, y, x+width, y+height)
			counts, ground := p.colours(piece)
			t := shownText{said: fmt.Sprintf("(document at %d, %d)", x, y), at: piece, ground: ground}
			strong := 0
			for c, n := range counts {
				ratio := wcag.Ratio(c, ground)
				if ratio > t.contrast {
					t.contrast, t.ink = ratio, c
				}
				if ratio > 2 {
					strong += n
				}
			}
			if strong > 60 { // some letters
				p.texts = append(p.texts, t)
			}
		}
	}
}

// colours counts the pixels of each colour in a rectangle, and tells which colour most of it has.
func (p *picture) colours(at image.Rectangle) (counts map[color.NRGBA]int, most color.NRGBA) {
	counts = map[color.NRGBA]int{}
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			c := p.image.NRGBAAt(x, y)
			if counts[c]++; counts[c] > counts[most] {
				most = c
			}
		}
	}
	return counts, most
}

func (p *picture) mostly(at image.Rectangle) color.NRGBA {
	_, most := p.colours(at)
	return most
}

// nearest is how far from the ground to the ink the pixel in a rectangle goes that comes nearest to the ink, 0 to 1.
func (p *picture) nearest(at image.Rectangle, ground, ink color.NRGBA) float64 {
	away := func(a, b color.NRGBA) float64 {
		x, y, z := float64(a.R)-float64(b.R), float64(a.G)-float64(b.G), float64(a.B)-float64(b.B)
		return x*x + y*y + z*z
	}
	whole := away(ground, ink)
	if whole < 100 { // they are hardly told apart
		return 1
	}
	least := whole
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			least = min(least, away(p.image.NRGBAAt(x, y), ink))
		}
	}
	return 1 - least/whole
}

// over puts a colour over an opaque one.
func over(c, ground color.NRGBA) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*int(c.A) + int(b)*(255-int(c.A)) + 127) / 255) }
	return color.NRGBA{mix(c.R, ground.R), mix(c.G, ground.G), mix(c.B, ground.B), 255}
}

// screens are what the window shows, each with what brings it up; what a screen leaves open is closed after it.
func (b *bench) screens() map[string]func() {
	all := map[string]func(){
		"window":         func() { b.FocusOn(b.panes.document.View) },
		"selection":      func() { b.selectText("$10 million") },
		"claim chosen":   func() { b.Workspace.Choose(b.Workspace.Claims[0].ID, false); b.FocusOn(b.panes.claims.List) },
		"document focus": func() { b.FocusOn(b.panes.library.List) },
		"chip selected": func() {
			test.Tap(b.panes.claims.Chips.Objects[1].(*chip.Chip))
		},
		"empty list": func() {
			b.panes.claims.Search.SetText("nothing has this in it")
		},
		"find": func() { b.find() },
		"strips": func() {
			for _, strip := range []*fyne.Container{b.panes.ask.Body, b.panes.resume.Body, b.panes.drafts.body, b.panes.readOnly.body} {
				strip.Show()
			}
		},
		"status bar": func() {
			p := b.panes
			p.status.again.Show()
			p.status.elsewhere.Show()
			p.status.showConflicts(3)
		},
		"adding evidence": func() { b.Workspace.Choose(b.Workspace.Claims[0].ID, false); b.run(commandAddEvidence) },
		"evidence panel":  func() { b.showEvidence(true) },
		"search":          func() { b.searchEverywhere() },
		"claim menu":      func() { b.labelChoice(b.Workspace.Claims[0].ID, fyne.NewPos(400, 200)) },
		"document menu":   func() { b.documentMenu([]store.Document{b.Workspace.Document}, fyne.NewPos(100, 200)) },
	}
	for name, show := range b.everyDialog() {
		all["dialog: "+name] = show
	}
	for _, menu := range b.menu.Items {
		all["menu: "+menu.Label] = func() { widget.ShowPopUpMenuAtPosition(menu, b.Win.Canvas(), fyne.NewPos(10, 10)) }
	}
	return all
}

// startIn starts the program again with a look: to a window that is open the test driver applies one at its own time.
func (b *bench) startIn(theme profile.Theme, highContrast bool) {
	b.t.Helper()
	if err := errors.Join(b.Profile.SetTheme(theme), b.Profile.SetHighContrast(highContrast)); err != nil {
		b.t.Fatal(err)
	}
	b.restart()
}

// layOut lays the window and the dialog in front out, as the toolkit does before it paints them.
func (b *bench) layOut() {
	size := b.Win.Canvas().Size()
	b.Win.Resize(size.AddWidthHeight(1, 1))
	b.Win.Resize(size)
	b.frame()
}

func (b *bench) savePicture(path string, p *picture) {
	out, err := os.Create(path)
	if err == nil {
		err = errors.Join(png.Encode(out, p.image), out.Close())
	}
	if err != nil {
		b.t.Error(err)
	}
}

// clear takes away what a screen has opened.
func (b *bench) clear() {
	for len(b.Modals) > 0 {
		b.modal().Close()
	}
	for top := b.Win.Canvas().Overlays().Top(); top != nil; top = b.Win.Canvas().Overlays().Top() {
		b.Win.Canvas().Overlays().Remove(top)
	}
}

// TestTextHasContrastOnThePictures renders every screen in every look and measures what can be read there. The table of
// the lowest of each screen goes to the file that CONTRAST_TABLE names; every dialog and menu is measured in every look then,
// and else in one. The pictures go to the folder that CONTRAST_PICTURES names.
func TestTextHasContrastOnThePictures(t *testing.T) {
	var table strings.Builder
	for nth, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			b := newBench(t, strings.Repeat(first+"\n\n", 6), second)
			b.selectText("Monday")
			b.type_("s")
			b.selectText("Nobody was killed")
			b.type_("d")
			b.startIn(look.theme, look.highContrast)
			b.Win.Resize(fyne.NewSize(1100, 700))
			names := sortedNames(b.screens())
			for i, name := range names {
				if os.Getenv("CONTRAST_TABLE") == "" && strings.Contains(name, ": ") && i%len(looks) != nth { // dialogs and menus have the same parts in every look
					continue
				}
				b.clear()
				b.screens()[name]()
				b.layOut()
				p := b.takePicture()
				if len(p.texts) == 0 {
					t.Errorf("%s shows no text", name)
					continue
				}
				if folder := os.Getenv("CONTRAST_PICTURES"); folder != "" {
					b.savePicture(filepath.Join(folder, strings.NewReplacer(": ", "-", ", ", "-", " ", "-").Replace(look.name+"-"+name)+".png"), p)
				}
				slices.SortFunc(p.texts, func(a, b shownText) int { return cmp.Compare(a.contrast, b.contrast) })
				lowest := p.texts[0]
				fmt.Fprintf(&table, "%-22s %-28s %5.2f  %-40.40q of %d texts\n", look.name, name, lowest.contrast, lowest.said, len(p.texts))
				told := map[string]bool{}
				for _, text := range p.texts {
					least := look.least
					switch {
					case text.large:
						least = 3
					case utf8.RuneCountInString(text.said) == 1: // the letter of a label, on its colour; the name beside it has more
						least = 4.5
					}
					if text.contrast < least-0.005 && !told[text.said] {
						told[text.said] = true
						t.Errorf("%s: %q has a contrast of %.2f: %v on %v, at %v", name, text.said, text.contrast, text.ink, text.ground, text.at)
					}
				}
			}
		})
	}
	if path := os.Getenv("CONTRAST_TABLE"); path != "" {
		if err := os.WriteFile(path, []byte(table.String()), 0o600); err != nil {
			t.Error(err)
		}
	}
}

// focusables are the objects of the window, or of the dialog in front, that take the keyboard, with the names they have.
func (b *bench) focusables() (all []fyne.Focusable) {
	c := b.Win.Canvas()
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	b.walkVisible(root, func(o fyne.CanvasObject) {
		f, is := o.(fyne.Focusable)
		if d, can := o.(fyne.Disableable); can && d.Disabled() {
			return
		}
		if is {
			all = append(all, f)
		}
	})
	return all
}

// walkVisible goes through the objects that are shown, an outer one before those in it.
func (b *bench) walkVisible(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if !o.Visible() {
		return
	}
	visit(o)
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *container.Clip:
		children = []fyne.CanvasObject{o.Content}
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		b.walkVisible(child, visit)
	}
}

// onPicture is where an object stands on a picture of the window, cut to what is seen of it in what scrolls.
func (b *bench) onPicture(o fyne.CanvasObject) image.Rectangle {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return rectangle(at, o.Size())
}

// whatever has the keyboard shows it: by pixels whose contrast with what was there before is 3:1 (WCAG 2.2, 2.4.13), as many
// as half a line around it has.
func TestTheFocusIsSeenWherever(t *testing.T) {
	for _, look := range looks[1:3] {
		t.Run(look.name, func(t *testing.T) {
			b := newBench(t, strings.Repeat(first+"\n\n", 2), second)
			b.selectText("Monday")
			b.type_("s")
			b.startIn(look.theme, look.highContrast)
			b.Win.Resize(fyne.NewSize(1100, 700))
			b.showEvidence(true)
			b.layOut()
			kinds := map[string]bool{}
			for _, name := range sortedNames(b.everyDialog(), "") {
				b.clear()
				if name != "" {
					b.everyDialog()[name]()
					b.frame()
				}
				for _, f := range b.focusables() {
					o := f.(fyne.CanvasObject)
					kind := fmt.Sprintf("%T", f)
					if button, is := f.(*dialogs.KeyButton); is {
						kind += fmt.Sprint(button.Importance)
					}
					if kinds[kind] || o.Size().Height < 4 {
						continue
					}
					kinds[kind] = true
					c := b.Win.Canvas()
					c.Unfocus()
					before := b.takeImage()
					c.Focus(f)
					b.frame()
					after := b.takeImage()
					at := b.onPicture(o)
					changed := 0
					for y := at.Min.Y - 3; y < at.Max.Y+3; y++ {
						for x := at.Min.X - 3; x < at.Max.X+3; x++ {
							if p := image.Pt(x, y); p.In(before.Bounds()) && wcag.Ratio(before.NRGBAAt(x, y), after.NRGBAAt(x, y)) >= 2.95 {
								changed++
							}
						}
					}
					want := min(at.Dx()+at.Dy(), 100)
					if _, is := f.(*docview.View); is { // the caret shows it
						want = int(b.Reading.Size)
					}
					if changed < want {
						t.Errorf("%s: the focus on %s at %v changes %d pixels, not %d", name, kind, at, changed, want)
					}
				}
			}
			t.Logf("%d kinds", len(kinds))
		})
	}
}

func sortedNames(all map[string]func(), more ...string) []string {
	for name := range all {
		more = append(more, name)
	}
	slices.Sort(more)
	return more
}

func (b *bench) takeImage() *image.NRGBA {
	captured := b.Win.Canvas().Capture()
	img := image.NewNRGBA(captured.Bounds())
	draw.Draw(img, img.Bounds(), captured, captured.Bounds().Min, draw.Src)
	return img
}

// What takes the keyboard has a name and a role, and what is clicked is 24 pixels high and wide or more (WCAG 2.2, 2.5.8).
func TestEverythingHasANameAndRoomForAClick(t *testing.T) {
	b := sizedBench(t, fyne.NewSize(1280, 800), 2)
	b.showEvidence(true)
	told := map[string]bool{}
	tell := func(format string, of ...any) {
		if s := fmt.Sprintf(format, of...); !told[s] {
			told[s] = true
			t.Error(s)
		}
	}
	all := b.everyDialog()
	for _, name := range sortedNames(all, "") {
		b.clear()
		if name != "" {
			all[name]()
			b.frame()
		}
		for _, f := range b.focusables() {
			a, is := f.(fyne.Accessible)
			if !is || a.AccessibilityRole() == "" {
				tell("%T says neither its name nor its role", f)
			} else if strings.TrimSpace(a.AccessibilityLabel()) == "" {
				tell("%s: a %T has no name", name, f)
			}
		}
		c := b.Win.Canvas()
		root := c.Content()
		if top := c.Overlays().Top(); top != nil {
			root = top
		}
		b.walkVisible(root, func(o fyne.CanvasObject) {
			if fmt.Sprintf("%T", o) == "*widget.scrollBarArea" { // the toolkit's: the wheel and keys scroll too
				return
			}
			if _, is := o.(fyne.Tappable); is && o.Size().Height > 0 && (o.Size().Height < 23.5 || o.Size().Width < 23.5) {
				tell("%s: %T is %v", name, o, o.Size())
			}
		})
	}
}

// With full colour vision and without, the colours of the labels that come with the program differ by more than is just
// seen, and have 3:1 on the page in every look. No two have one pattern or one letter, which tell them apart in any case.
func TestLabelColoursAreToldApart(t *testing.T) {
	b := newBench(t, first)
	labels := append([]store.Label{workspace.NoLabel}, b.Workspace.Labels...)
	patterns, letters := map[string]bool{}, map[string]bool{}
	for _, l := range labels {
		patterns[l.Pattern], letters[dialogs.Badge(l)] = true, true
	}
	if len(patterns) != len(labels) || len(letters) != len(labels) {
		t.Errorf("%d labels have %d patterns and %d letters", len(labels), len(patterns), len(letters))
	}
	for _, vision := range []wcag.Vision{wcag.FullColour, wcag.Protanopia, wcag.Deuteranopia, wcag.Tritanopia} {
		for i, l := range labels {
			light, dark := dialogs.Colours(l)
			for _, page := range []struct{ page, ink color.NRGBA }{
				{dialogs.Palette[dialogs.ColourPage].Light, light}, {dialogs.Palette[dialogs.ColourPage].Dark, dark},
				{dialogs.HighContrastPalette[dialogs.ColourPage].Light, light}, {dialogs.HighContrastPalette[dialogs.ColourPage].Dark, dark},
			} {
				if ratio := wcag.Ratio(wcag.Seen(page.ink, vision), wcag.Seen(page.page, vision)); ratio < 3 {
					t.Errorf("with %v %s has %.2f on %v", vision, l.Name, ratio, page.page)
				}
			}
			for _, other := range labels[i+1:] {
				otherLight, otherDark := dialogs.Colours(other)
				for _, pair := range [][2]color.NRGBA{{light, otherLight}, {dark, otherDark}} {
					if d := wcag.Difference(wcag.Seen(pair[0], vision), wcag.Seen(pair[1], vision)); d < 4 {
						t.Errorf("with %v %s and %s are %.1f apart", vision, l.Name, other.Name, d)
					}
				}
			}
		}
	}
}

// Tab goes through the window and its dialogs in the order in which they are read: never up, but to the top of another column.
func TestTabGoesInTheOrderOfReading(t *testing.T) {
	b := sizedBench(t, fyne.NewSize(1280, 800), 0)
	b.showEvidence(true)
	all := b.everyDialog()
	c := b.Win.Canvas().(interface {
		fyne.Canvas
		FocusNext()
	})
	for _, name := range sortedNames(all, "") {
		b.clear()
		if name != "" {
			all[name]()
			b.frame()
		}
		c.Unfocus()
		c.FocusNext()
		first := c.Focused()
		for before := first; before != nil; {
			c.FocusNext()
			now := c.Focused()
			if now == first || now == nil {
				break
			}
			b.frame()
			from, to := b.onPicture(before.(fyne.CanvasObject)), b.onPicture(now.(fyne.CanvasObject))
			if to.Max.Y <= from.Min.Y && to.Min.X < from.Max.X {
				t.Errorf("%s: Tab goes up from a %T at %v to a %T at %v", name, before, from, now, to)
			}
			before = now
		}
	}
}

// A dialog keeps its size while its fields are typed into and its choices are made.
func TestDialogsKeepTheirSize(t *testing.T) {
	b := sizedBench(t, fyne.NewSize(1280, 800), 0)
	all := b.everyDialog()
	for _, name := range sortedNames(all) {
		b.clear()
		all[name]()
		if len(b.Modals) == 0 {
			continue
		}
		b.frame()
		m := b.modal()
		before := m.Popup.Content.Size()
		for _, f := range b.focusables() {
			switch f := f.(type) {
			case *dialogs.KeyEntry:
				was := f.Text
				f.SetText("nonsense that is wrong in most fields, and longer than what a field shows of it in one line of the dialog")
				b.frame()
				f.SetText(was)
			case *dialogs.KeyCheck:
				f.SetChecked(!f.Checked)
				b.frame()
				f.SetChecked(!f.Checked)
			}
			b.frame()
			if len(b.Modals) == 0 || b.modal() != m {
				break
			}
		}
		if after := m.Popup.Content.Size(); len(b.Modals) > 0 && b.modal() == m && (after.Width > before.Width+1 || after.Height > before.Height+1 || after.Width < before.Width-1 || after.Height < before.Height-1) {
			t.Errorf("%s is %v, then %v", name, before, after)
		}
	}
}

// What would lose something is never done by Enter, and never what Tab comes to first.
func TestTheSafeAnswerComesFirst(t *testing.T) {
	b := newBench(t, first)
	done := false
	b.ConfirmLoss("Quit without saving?", "The last change could not be written.", "Quit", func() { done = true })
	c := b.Win.Canvas().(interface {
		fyne.Canvas
		FocusNext()
	})
	m := b.modal()
	c.FocusNext()
	if c.Focused() != fyne.Focusable(m.Leave) || m.DefaultButton() != m.Leave || m.Ok.Importance == widget.HighImportance {
		t.Error("the safe answer is not the first, or not the one that stands out")
	}
	m.Typed(fyne.KeyReturn)
	if done || len(b.Modals) > 0 {
		t.Error("Enter does what loses something")
	}
}
