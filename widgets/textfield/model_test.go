package textfield

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"factmark/widgets/selecting"
)

// typed are things that people type and paste, in many scripts, and what joins or parts them.
var typed = []string{
	"a", " ", "  ", "\n", "\t", "word ", "report of the same day ", "e\u0301", "\u0301", "AVA, ", "قال الوزير ", "السَّلَامُ", "لا", "שלום ", "(אבג) ", "3.7 % ",
	"ภาษาไทย", "ำ", "नमस्ते ", "क्", "षि", "漢字。", "日本語 ", "한국어 ", "👩\u200d👩\u200d👧", "\u200d", "🇩🇪", "🇫", "👍🏽", "1️⃣", "\u202eabc\u202c", "\u200f", "x-y/z.", "“Yes,” ",
	strings.Repeat("long ", 400), strings.Repeat("x", 3000), strings.Repeat("line\n", 30),
}

// model is a text with a selection, as plain as can be.
type model struct {
	runes        []rune
	anchor, head int
}

func (m *model) put(text string) {
	start, end := min(m.anchor, m.head), max(m.anchor, m.head)
	m.runes = slices.Concat(m.runes[:start], []rune(text), m.runes[end:])
	m.head = start + len([]rune(text))
	if cuts := m.cuts(); !slices.Contains(cuts, m.head) { // joined with what follows
		i, _ := slices.BinarySearch(cuts, m.head)
		m.head = cuts[i]
	}
	m.anchor = m.head
}

// cuts are the boundaries of grapheme clusters.
func (m *model) cuts() []int {
	cuts, n := []int{0}, 0
	for g := graphemes.FromString(string(m.runes)); g.Next(); {
		n += len([]rune(g.Value()))
		cuts = append(cuts, n)
	}
	return cuts
}

// beside gives the boundary before or behind a place.
func (m *model) beside(at, by int) int {
	cuts := m.cuts()
	i, _ := slices.BinarySearch(cuts, at)
	return cuts[min(max(0, i+by), len(cuts)-1)]
}

func (m *model) erase(by int) {
	if m.anchor == m.head {
		m.anchor = m.beside(m.head, by)
	}
	m.put("")
}

// Whatever is done to a field, it holds what a plain text would.
func TestTheFieldHoldsWhatWasTyped(t *testing.T) {
	d := newDesk(t, "")
	keys := []fyne.KeyName{fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown}
	rapid.Check(t, func(t *rapid.T) {
		m := &model{}
		start := strings.Join(rapid.SliceOfN(rapid.SampledFrom(typed), 0, 6).Draw(t, "start"), "")
		d.SetText(start)
		d.put(d.view.Text.Len(), d.view.Text.Len()) // also where it held that text before
		d.timers = nil
		m.runes = []rune(start)
		var past []string // what undo brings back, step by step
		where := func() {
			if s, e := d.Selection(); d.caret.Anchor <= d.caret.Head {
				m.anchor, m.head = s, e
			} else {
				m.anchor, m.head = e, s
			}
			cuts := m.cuts()
			if !slices.Contains(cuts, m.anchor) || !slices.Contains(cuts, m.head) {
				t.Fatalf("the selection [%d,%d) of %q cuts a cluster", m.anchor, m.head, string(m.runes))
			}
		}
		where()
		t.Repeat(map[string]func(*rapid.T){
			"type": func(t *rapid.T) {
				for _, r := range rapid.SampledFrom(typed[:len(typed)-3]).Draw(t, "text") {
					if r == '\n' {
						d.key(fyne.KeyReturn)
					} else {
						d.TypedRune(r)
					}
					m.put(string(r))
				}
			},
			"paste": func(t *rapid.T) {
				text := rapid.SampledFrom(typed).Draw(t, "text")
				fyne.CurrentApp().Clipboard().SetContent(strings.ReplaceAll(text, "\n", rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(t, "break")))
				d.TypedShortcut(&fyne.ShortcutPaste{})
				m.put(text)
			},
			"cut": func(t *rapid.T) {
				if m.anchor != m.head {
					want := string(m.runes[min(m.anchor, m.head):max(m.anchor, m.head)])
					d.TypedShortcut(&fyne.ShortcutCut{})
					if got := fyne.CurrentApp().Clipboard().Content(); got != want {
						t.Fatalf("cut %q, want %q", got, want)
					}
					m.put("")
				}
			},
			"backspace": func(t *rapid.T) {
				d.key(fyne.KeyBackspace)
				m.erase(-1)
			},
			"delete": func(t *rapid.T) {
				d.key(fyne.KeyDelete)
				m.erase(+1)
			},
			"delete a word": func(t *rapid.T) {
				key, way := fyne.KeyBackspace, -1
				if rapid.Bool().Draw(t, "on") {
					key, way = fyne.KeyDelete, +1
				}
				before, chosen := slices.Clone(m.runes), m.anchor != m.head
				d.shortcut(ctrl, key)
				after := []rune(d.Text())
				if chosen {
					m.put("")
					return
				}
				gone := len(before) - len(after)
				if gone < 0 || gone == 0 && (way < 0 && m.head > 0 || way > 0 && m.head < len(before)) {
					t.Fatalf("%d code points are gone", gone)
				}
				m.anchor = m.head + way*gone
				m.put("")
			},
			"move": func(t *rapid.T) {
				d.key(rapid.SampledFrom(keys).Draw(t, "key"))
				where()
				if m.anchor != m.head {
					t.Fatal("something is selected")
				}
			},
			"select": func(t *rapid.T) {
				anchor := m.anchor
				d.shift(rapid.SampledFrom(keys).Draw(t, "key"))
				where()
				if m.anchor != anchor {
					t.Fatalf("the anchor went from %d to %d", anchor, m.anchor)
				}
			},
			"step": func(t *rapid.T) {
				mods := rapid.SampledFrom([]fyne.KeyModifier{ctrl, ctrlShift, fyne.KeyModifierAlt}).Draw(t, "mods")
				d.shortcut(mods, rapid.SampledFrom(keys[:6]).Draw(t, "key"))
				where()
			},
			"click": func(t *rapid.T) {
				at := fyne.NewPos(rapid.Float32Range(-5, 310).Draw(t, "x"), rapid.Float32Range(-20, 150).Draw(t, "y"))
				d.click(at, rapid.IntRange(1, 3).Draw(t, "times"), 0)
				where()
			},
			"drag": func(t *rapid.T) {
				at := func() fyne.Position {
					return fyne.NewPos(rapid.Float32Range(-5, 310).Draw(t, "x"), rapid.Float32Range(-20, 150).Draw(t, "y"))
				}
				from, to := at(), at()
				d.MouseDown(mouse(from, desktop.MouseButtonPrimary, 0))
				d.drag(to)
				d.wait(3 * selecting.HeldFrame)
				d.MouseUp(mouse(to, desktop.MouseButtonPrimary, 0))
				d.DragEnd()
				where()
			},
			"undo and redo": func(t *rapid.T) {
				before := d.Text()
				steps := 0
				for n := rapid.IntRange(1, 20).Draw(t, "times"); steps < n && len(d.history.done) > 0; steps++ {
					past = append(past, d.Text())
					d.Undo()
				}
				for ; steps > 0; steps-- {
					d.Redo()
					if got := d.Text(); got != past[len(past)-1] {
						t.Fatalf("redone it is %q, it was %q", got, past[len(past)-1])
					}
					past = past[:len(past)-1]
				}
				if d.Text() != before {
					t.Fatalf("undone and redone it is %q, it was %q", d.Text(), before)
				}
				where()
			},
			"resize": func(t *rapid.T) {
				d.window.Resize(fyne.NewSize(rapid.Float32Range(96, 500).Draw(t, "width"), rapid.Float32Range(40, 200).Draw(t, "height")))
			},
			"": func(t *rapid.T) {
				if got := d.Text(); got != string(m.runes) {
					t.Fatalf("the field holds %q, want %q", got, string(m.runes))
				}
				s, e := d.Selection()
				if s != min(m.anchor, m.head) || e != max(m.anchor, m.head) {
					t.Fatalf("the selection is [%d,%d), want from %d to %d of %q", s, e, m.anchor, m.head, string(m.runes))
				}
				if d.view.Top() < 0 || d.view.Top() > max(0, d.view.Height()-float64(d.metrics.size.Height)) {
					t.Fatalf("the top is %v of %v", d.view.Top(), d.view.Height())
				}
			},
		})
		for len(d.history.done) > 0 {
			d.Undo()
		}
		d.want(start)
	})
}

// Whatever is typed and pasted, nothing but control characters is lost, and it can be drawn.
func FuzzTyping(f *testing.F) {
	for i, s := range typed {
		f.Add(s, typed[(i+7)%len(typed)], uint16(i*3))
	}
	f.Add("a\x00b", "\r\n\x85", uint16(1))
	d := newDesk(f, "")
	f.Fuzz(func(t *testing.T, before, pasted string, at uint16) {
		if len(before)+len(pasted) > 4000 {
			return
		}
		d.timers = nil
		d.SetText(before)
		valid := []rune(before)
		if got := d.Text(); got != string(valid) {
			t.Fatalf("set to %q it holds %q", before, got)
		}
		d.Select(int(at), int(at))
		caret, _ := d.Selection()
		fyne.CurrentApp().Clipboard().SetContent(pasted)
		d.TypedShortcut(&fyne.ShortcutPaste{})
		taken, _ := takeIn(pasted)
		want := string(valid[:caret]) + taken + string(valid[caret:])
		if got := d.Text(); got != want {
			t.Fatalf("it holds %q, want %q", got, want)
		}
		d.window.Canvas().Capture()
		for len(d.history.done) > 0 {
			d.Undo()
		}
		if got := d.Text(); got != string(valid) {
			t.Fatalf("undone it holds %q, want %q", got, string(valid))
		}
	})
}
