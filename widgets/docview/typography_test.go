package docview

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
)

// However the page is set: a click where a letter stands puts the caret before it, what the reader looks at stays there,
// and lines are as high and no wider than was asked.
func TestTypographyKeepsPlaces(t *testing.T) {
	text := numbered(200)
	p := newPage(t, text)
	p.settled()
	point := strings.Index(text, "line 90.")
	p.Select(point, point+4)
	p.Reveal(point, point+4)
	for _, set := range []Typography{
		{Font: Serif, Size: 17, LineHeight: 1.55, Columns: 80},
		{Font: Serif, Size: 17, LineHeight: 2, Columns: 40},
		{Size: 24, LineHeight: 1.3, Columns: 40},
		{Font: theme.DefaultTextMonospaceFont(), Size: 13, LineHeight: 1.8, Columns: 60},
		DefaultTypography(),
	} {
		top := p.TopOffset()
		p.SetTypography(set)
		p.window.Canvas().Capture()
		if p.TopOffset() != top {
			t.Errorf("%+v: the page begins with %d, before it with %d", set, p.TopOffset(), top)
		}
		p.wantSelection(point, point+4)
		m := p.column.metrics
		if want := m.whole(set.Size * set.LineHeight); m.row != want || m.base <= m.row/2 || m.base > m.row-3 {
			t.Errorf("%+v: a line is %v high, its baseline at %v; want %v", set, m.row, m.base, want)
		}
		if widest := m.probe*float32(set.Columns) + 1; m.width > widest {
			t.Errorf("%+v: the column is %v wide, want %v at most", set, m.width, widest)
		}
		for offset := top; offset < top+60; offset++ {
			at := p.at(offset)
			if hit, _ := p.column.hit(at); p.column.Text.Point(hit) != offset {
				t.Fatalf("%+v: a click before code point %d is one before %d", set, offset, p.column.Text.Point(hit))
			}
		}
		p.Select(point, point+4)
	}
}

func TestTypographyOutOfBounds(t *testing.T) {
	p := newPage(t, "Some text")
	p.SetTypography(Typography{Size: -3, LineHeight: 99, Columns: -1})
	if want := (Typography{Size: defaultTextSize, LineHeight: MaxLineHeight, Columns: MinColumns}); p.typography != want {
		t.Errorf("it is %+v, want %+v", p.typography, want)
	}
}

func TestTheSerifHasLettersOfItsOwn(t *testing.T) {
	p := newPage(t, "Hamburg")
	before := p.letters.measure("Hamburg")
	p.SetTypography(Typography{Font: Serif, Size: 17, LineHeight: 1.55, Columns: 80})
	p.window.Canvas().Capture()
	if after := p.letters.measure("Hamburg"); after == before {
		t.Errorf("it is %v wide in both fonts", after)
	}
	serif := font.NewFace(parseFont(Serif))
	for _, r := range "AZaz09äéñßŒœžłøČЖяΩλ„“”’–—…€§" {
		if !anyHas([]*font.Face{serif}, r) {
			t.Errorf("the serif has no %c", r)
		}
	}
}

// Letters that no font has are told once, when it is clear that none has them.
func TestLettersWithoutAFontAreTold(t *testing.T) {
	p, end, _ := seeking(t, "Latin, 漢字 and "+arabic+"\n"+numbered(50), joining(t))
	var told []rune
	p.OnLacking = func(letters []rune) { told = append(told, letters...) }
	if p.wait(0); len(told) > 0 {
		t.Errorf("%q is told before the search has ended", string(told))
	}
	end()
	p.settled()
	p.wait(0)
	slices.Sort(told)
	if want := []rune("字漢"); !slices.Equal(told, want) {
		t.Errorf("%q is told, want %q", string(told), string(want))
	}
	p.SetText("漢字 again", nil)
	p.window.Canvas().Capture()
	end()
	p.wait(0)
	if len(told) != 2 {
		t.Errorf("%q is told", string(told))
	}
}

func TestFamiliesThatAPageCanBeSetIn(t *testing.T) {
	folder := t.TempDir()
	add := func(r fyne.Resource, change func(*fontscan.Footprint)) fontscan.Footprint {
		print := footprint(t, folder, r)
		if change != nil {
			change(&print)
		}
		return print
	}
	before := installedFonts
	t.Cleanup(func() { installedFonts = before })
	installedFonts = func() []fontscan.Footprint {
		return []fontscan.Footprint{
			add(Serif, nil),
			add(theme.DefaultTextBoldFont(), nil),
			add(theme.DefaultTextFont(), func(f *fontscan.Footprint) { f.Family, f.Aspect.Style = "slanted", font.StyleItalic }),
			add(theme.DefaultEmojiFont(), nil), // no letters
			add(theme.DefaultTextMonospaceFont(), nil),
		}
	}
	var names []string
	for _, f := range Families() {
		names = append(names, f.Name)
	}
	if want := []string{"DejaVu Sans Mono for Powerline", "Noto Serif"}; !slices.Equal(names, want) {
		t.Errorf("families %q, want %q", names, want)
	}
	read, err := FamilyFont("Noto Serif")
	if err != nil || string(read.Content()) != string(Serif.Content()) {
		t.Errorf("reading it: %v", err)
	}
	if _, err := FamilyFont("Noto Nothing"); err == nil {
		t.Error("a font that is not there was read")
	}
}

// footprint puts a font into a folder and gives what is known of it, as of an installed one.
func footprint(t *testing.T, folder string, r fyne.Resource) fontscan.Footprint {
	t.Helper()
	path := filepath.Join(folder, r.Name())
	if err := os.WriteFile(path, r.Content(), 0o600); err != nil {
		t.Fatal(err)
	}
	data := parseFont(r)
	described := data.Describe()
	print := fontscan.Footprint{Location: fontscan.Location{File: path}, Family: font.NormalizeFamily(described.Family), Aspect: described.Aspect}
	for letter := rune(' '); letter < 0x250; letter++ {
		if anyHas([]*font.Face{font.NewFace(data)}, letter) {
			print.Runes.Add(letter)
		}
	}
	return print
}
