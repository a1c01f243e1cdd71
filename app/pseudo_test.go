package app

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/widgets/chip"
)

// mostWithout is how many texts of the window may still be without a translation. It may only fall.
const mostWithout = 2

var hasWord = regexp.MustCompile(`\p{L}{3}`)

// In the menus, the panes and the dialogs that the menus open, every text comes through package locale but what the user wrote.
func TestEveryTextOfTheWindowIsTranslated(t *testing.T) {
	locale.Pseudo(t)
	b := newBench(t)
	own := []string{"PDF", b.Workspace.Document.Title, b.Workspace.Document.FileName, b.Workspace.Person().Name}
	for _, l := range b.Workspace.Labels {
		own = append(own, l.Name)
	}
	for _, d := range b.Workspace.Documents {
		own = append(own, d.Title, d.FileName)
	}
	without := map[string]string{} // where it was found
	look := func(text, where string) {
		left := text
		for {
			from, to := strings.LastIndex(left, "⟦"), 0
			if from < 0 {
				break
			}
			if to = strings.Index(left[from:], "⟧"); to < 0 {
				left = left[:from]
				break
			}
			left = left[:from] + left[from+to+len("⟧"):]
		}
		for _, o := range own {
			if o != "" {
				left = strings.ReplaceAll(left, o, "")
			}
		}
		if hasWord.MatchString(left) {
			without[text] = where
		}
	}
	var menu func(where string, items []*fyne.MenuItem)
	var opening []*fyne.MenuItem
	menu = func(where string, items []*fyne.MenuItem) {
		for _, item := range items {
			look(item.Label, where)
			if item.ChildMenu != nil {
				menu(where+" › "+item.Label, item.ChildMenu.Items)
			} else if strings.Contains(item.Label, "…") && item.Action != nil && !item.Disabled {
				opening = append(opening, item)
			}
		}
	}
	for _, m := range b.menu.Items {
		look(m.Label, "the menu")
		menu(m.Label, m.Items)
	}
	shown := func(root fyne.CanvasObject, where string) {
		for _, o := range test.LaidOutObjects(root) {
			switch o := o.(type) {
			case *widget.Label:
				look(o.Text, where)
			case *dialogs.KeyButton:
				look(o.Text, where)
			case *dialogs.KeyCheck:
				look(o.Text, where)
			case *dialogs.KeyEntry:
				look(o.PlaceHolder, where)
			case *chip.Chip:
				look(o.Text, where)
			}
		}
	}
	shown(b.Win.Canvas().Content(), "the window")
	for _, item := range opening {
		item.Action()
		for len(b.Modals) > 0 {
			front := b.Modals[len(b.Modals)-1]
			look(front.Title, item.Label)
			shown(front.Popup, item.Label)
			front.Close()
		}
	}
	if len(without) > mostWithout {
		t.Errorf("%d texts are not translated, of at most %d", len(without), mostWithout)
	}
	for _, text := range slices.Sorted(maps.Keys(without)) {
		t.Logf("%s: %q", without[text], text)
	}
}
