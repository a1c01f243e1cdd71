package app

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"factmark/app/charset"
	"factmark/store"
)

// conflicting is a bench in which one claim's label waits to be chosen.
func conflicting(t *testing.T) *bench {
	b := newBench(t, first, second)
	b.selectText("group holds $10 million")
	b.type_("s")
	path := b.handOver(packLabels)
	ben := b.someone(path, "Ben")
	claims := b.stored()
	if err := ben.SetLabel(t.Context(), store.DisputedID, claims[0].ID); err != nil {
		t.Fatal(err)
	}
	b.desk.pick(claims[0].ID, false)
	b.type_("n")
	b.mergeDialog([]string{path})
	b.modal().accept()
	if b.desk.conflicts != 1 {
		t.Fatalf("%d conflicts", b.desk.conflicts)
	}
	return b
}

// focusNext leads the focus on as Tab does, in the dialog in front.
func (b *bench) focusNext() fyne.Focusable {
	b.win.Canvas().(interface{ FocusNext() }).FocusNext()
	return b.win.Canvas().Focused()
}

// closeAll ends the dialogs that are open, what was typed in them included.
func (b *bench) closeAll() {
	for len(b.modals) > 0 {
		b.modal().close()
	}
}

// reaches gives everything in the dialog in front that Tab leads to.
func (b *bench) reaches() (all []fyne.Focusable) {
	for range 200 {
		f := b.focusNext()
		if f == nil || slices.Contains(all, f) {
			break
		}
		all = append(all, f)
	}
	return all
}

// Wherever Tab leads in a dialog, Escape leaves it, and both Enter and Space press a button.
func TestKeysHoldOnEverythingInADialog(t *testing.T) {
	for name, world := range map[string]struct {
		make func(*testing.T) *bench
		show func(*bench) map[string]func()
	}{
		"desk": {func(t *testing.T) *bench {
			b := newBench(t, first, second)
			for _, words := range []string{"Monday", "council"} {
				b.selectText(words)
				b.type_("s")
			}
			b.selectText("Monday")
			return b
		}, func(b *bench) map[string]func() {
			all := b.everyDialog()
			all["encoding"] = func() {
				latin, _ := charset.Named("windows-1252")
				b.askEncoding(encodingQuestion{title: "Encoding", confirm: "Use it", raw: []byte("caf\xE9"), first: []*charset.Encoding{latin}, present: latin, also: "The same for others",
					chosen: func(*charset.Encoding, bool) {}})
			}
			all["claims of a table"] = func() {
				b.readClaims(b.file("table.csv", "document,start,end,quote,label\nText A,0,3,The,Supported\nText A,2,1,x,Supported\n"))
			}
			all["choose documents"] = func() { b.startingDialog().where.SetSelected(scopeChosen) }
			all["save elsewhere"] = func() { b.askSave("Save", "table.csv", nil) }
			all["open"], all["ask"] = b.askOpenWorkspace, func() { b.confirm("Sure?", "Really?", "Yes", func() {}) }
			return all
		}},
		"differing": {twoPeople, func(b *bench) map[string]func() {
			return map[string]func(){"agreement": b.showAgreement, "adjudicate": b.askAdjudicate, "people": b.showPeople, "progress": b.showProgress, "history": b.showHistory}
		}},
		"conflicts": {conflicting, func(b *bench) map[string]func() {
			return map[string]func(){"conflicts": b.showConflicts, "history": b.showHistory}
		}},
		"orphans": {func(t *testing.T) *bench { b := newAging(t); leaveOrphans(b); return b }, func(b *bench) map[string]func() {
			return map[string]func(){"orphans": func() { b.showOrphans(b.desk.document.ID, "") }, "versions": func() { b.showDocumentDetails(b.desk.document) },
				"check": b.showCheck, "replace": func() { b.compare(aged + "More.\n") }}
		}},
		"sessions": {func(t *testing.T) *bench {
			b := reviewBench(t)
			b.sitDown(store.ModeOpen, nil)
			b.sitting.pause()
			return b
		}, func(b *bench) map[string]func() { return map[string]func(){"sessions": b.showSessions} }},
		"drafts": {func(t *testing.T) *bench {
			b := newBench(t, first)
			b.selectText("Monday")
			b.type_("s")
			b.showClaimDetails()
			b.typeIn("It met.")
			b.modal().close()
			return b
		}, func(b *bench) map[string]func() {
			return map[string]func(){"drafts": b.showDrafts, "filled in": b.showClaimDetails, "clean up": b.askCleanUp}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			b := world.make(t)
			dialogs := world.show(b)
			for _, name := range slices.Sorted(maps.Keys(dialogs)) {
				dialogs[name]()
				b.frame()
				if len(b.modals) == 0 {
					if name != "orphans" && name != "sessions" && name != "conflicts" || len(dialogs) < 6 {
						t.Errorf("%s shows no dialog", name)
					}
					continue
				}
				m, escapes := b.modal(), 0
				act := m.onKey
				m.onKey = func(key fyne.KeyName) bool {
					if key == fyne.KeyEscape {
						escapes++
						return true
					}
					return act != nil && act(key)
				}
				all := b.reaches()
				if len(all) == 0 {
					t.Errorf("Tab leads nowhere in %s", name)
				}
				for i, f := range all {
					what := fmt.Sprintf("%s, %d. %T", name, i+1, f)
					if button, is := f.(*keyButton); is {
						what += " “" + button.Text + "”"
						b.wantPressed(what, button)
					}
					b.win.Canvas().Focus(f)
					if b.named(fyne.KeyEscape, 0); escapes != i+1 {
						t.Errorf("%s keeps Escape", what)
						escapes = i + 1
					}
				}
				m.onKey = act
				if b.named(fyne.KeyEscape, 0); slices.Contains(b.modals, m) && b.modal().closing != m {
					t.Errorf("Escape leaves %s open", name)
				}
				b.closeAll()
			}
		})
	}
}

// wantPressed checks that Enter and Space press a button, each once.
func (b *bench) wantPressed(what string, button *keyButton) {
	b.t.Helper()
	if button.Disabled() {
		return
	}
	pressed, act := 0, button.OnTapped
	button.OnTapped = func() { pressed++ }
	for i, key := range []string{"Enter", "Space"} {
		b.win.Canvas().Focus(button)
		b.send(key)
		if pressed != i+1 {
			b.t.Errorf("%s was pressed %d times after %s", what, pressed, key)
		}
	}
	button.OnTapped = act
	b.win.Canvas().Focus(button)
}

func TestARadioGroupIsChosenFromByKeys(t *testing.T) {
	b := newBench(t, first, second)
	p := b.packageDialog()
	for p.how.box.Objects[0] != b.focusNext().(fyne.CanvasObject) {
	}
	var said []string
	for _, key := range []string{"Down", "Down", "Down", "Up", "Left", "Right", "Space"} {
		b.send(key)
		said = append(said, p.how.Selected)
	}
	if want := []string{packBlind, packTexts, packLabels, packTexts, packBlind, packTexts, packTexts}; !slices.Equal(said, want) {
		t.Errorf("chosen were %q", said)
	}
	if !strings.Contains(p.count.Text, "no claims") {
		t.Errorf("it counts %q", p.count.Text)
	}
	p.how.Disable()
	b.send("Down", "Space")
	if p.how.Selected != packTexts {
		t.Errorf("a choice that is off went to %q", p.how.Selected)
	}
	for _, o := range p.how.box.Objects {
		if dim := o.(*radioOption).text.Importance == widget.LowImportance; !dim {
			t.Error("a choice that is off looks as one that is on")
		}
	}
}
