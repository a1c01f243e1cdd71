package docview

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/fontscan"
)

// Family is a family of installed fonts that a page can be set in.
type Family struct {
	Name string // as the font itself says it
	at   fontscan.Location
}

// systemFont is an installed font as a resource; a file can hold several.
type systemFont struct {
	name    string
	content []byte
	index   int
}

// Name is part of fyne.Resource.
func (f *systemFont) Name() string { return f.name }

// Content is part of fyne.Resource.
func (f *systemFont) Content() []byte { return f.content }

const latin = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// Families lists the families of installed fonts that have upright letters of usual weight, the Latin ones among them,
// in the order of their names. It is slow, and safe on any goroutine.
func Families() []Family {
	var all []Family
	known := map[string]bool{}
	for _, print := range installedFonts() {
		if known[print.Family] || print.Aspect.Style != font.StyleNormal || print.Aspect.Weight != font.WeightNormal || print.Aspect.Stretch != font.StretchNormal ||
			strings.ContainsFunc(latin, func(r rune) bool { return !print.Runes.Contains(r) }) {
			continue
		}
		known[print.Family] = true
		if name := nameOf(print.Location); name != "" {
			all = append(all, Family{name, print.Location})
		}
	}
	slices.SortFunc(all, func(a, b Family) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return slices.CompactFunc(all, func(a, b Family) bool { return a.Name == b.Name })
}

// nameOf reads the name of the family from a font's file, "" where that cannot be read.
func nameOf(at fontscan.Location) string {
	file, err := os.Open(at.File)
	if err != nil {
		return ""
	}
	defer file.Close()
	loaders, err := opentype.NewLoaders(file)
	if err != nil || int(at.Index) >= len(loaders) {
		return ""
	}
	described, _ := font.Describe(loaders[at.Index], nil)
	return described.Family
}

// ErrNoFamily says that no installed font is of a family.
var ErrNoFamily = errors.New("there is no such font on this computer")

// FamilyFont reads the font of a family for SetTypography. It is slow, and safe on any goroutine. The error is ErrNoFamily
// where there is none of this name, or says why it cannot be read.
func FamilyFont(name string) (fyne.Resource, error) {
	for _, f := range Families() {
		if f.Name != name {
			continue
		}
		content, err := os.ReadFile(f.at.File)
		if err != nil {
			return nil, fmt.Errorf("reading the font %s: %w", name, err)
		}
		read := &systemFont{name: name, content: content, index: int(f.at.Index)}
		if parseFont(read) == nil {
			return nil, fmt.Errorf("reading the font %s: %s is not a font that can be shown", name, f.at.File)
		}
		return read, nil
	}
	return nil, fmt.Errorf("%w: %s", ErrNoFamily, name)
}
