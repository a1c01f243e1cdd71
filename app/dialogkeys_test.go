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
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/ui/document"
	"factmark/app/ui/exchange"
	reviewui "factmark/app/ui/review"
	"factmark/store"
)

// conflicting is a bench in which one claim's label waits to be chosen.
func conflicting(t *testing.T) *bench {
	b := newBench(t, first, second)
	b.selectText("group holds $10 million")
	b.type_("s")
	path := b.handOver(exchange.PackLabels)
	ben := b.someone(path, "Ben")
	claims := b.stored()
	if err := ben.SetLabel(t.Context(), store.DisputedID, claims[0].ID); err != nil {
		t.Fatal(err)
	}
	b.Workspace.Pick(claims[0].ID, false)
	b.type_("n")
	b.MergeDialog([]string{path})
	b.modal().Accept()
	if b.Workspace.Conflicts != 1 {
		t.Fatalf("%d conflicts", b.Workspace.Conflicts)
	}
	return b
}

// focusNext leads the focus on as Tab does, in the dialog in front.
func (b *bench) focusNext() fyne.Focusable {
	b.Win.Canvas().(interface{ FocusNext() }).FocusNext()
	return b.Win.Canvas().Focused()
}

// closeAll ends the dialogs that are open, what was typed in them included.
func (b *bench) closeAll() {
	for len(b.Modals) > 0 {
		b.modal().Close()
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
				b.AskEncoding(document.EncodingQuestion{Title: "Encoding", Confirm: "Use encoding", Raw: []byte("caf\xE9"), First: []*charset.Encoding{latin}, Present: latin, Also: "The same for others",
					Chosen: func(*charset.Encoding, bool) {}})
			}
			all["claims of a table"] = func() {
				b.ReadClaims(b.file("table.csv", "document,start,end,quote,label\nText A,0,3,The,Supported\nText A,2,1,x,Supported\n"))
			}
			all["choose documents"] = func() { b.AskReview().Where.SetSelected(reviewui.ScopeChosen) }
			all["save elsewhere"] = func() { b.AskSave(profile.Reports, "Save", "table.csv", nil) }
			all["open"], all["ask"] = b.askOpenWorkspace, func() { b.Confirm("Sure?", "Really?", "Yes", func() {}) }
			return all
		}},
		"differing": {twoPeople, func(b *bench) map[string]func() {
			return map[string]func(){"agreement": func() { b.ShowAgreement() }, "adjudicate": b.AskAdjudicate, "people": b.ShowPeople, "progress": func() { b.ShowProgress() }, "history": b.ShowHistory}
		}},
		"conflicts": {conflicting, func(b *bench) map[string]func() {
			return map[string]func(){"conflicts": func() { b.ShowConflicts() }, "history": b.ShowHistory}
		}},
		"orphans": {func(t *testing.T) *bench { b := newAging(t); leaveOrphans(b); return b }, func(b *bench) map[string]func() {
			return map[string]func(){"orphans": func() { b.ShowOrphans(b.Workspace.Document.ID, "") }, "versions": func() { b.ShowDocumentDetails(b.Workspace.Document) },
				"check": func() { b.ShowCheck() }, "replace": func() { b.compare(aged + "More.\n") }}
		}},
		"sessions": {func(t *testing.T) *bench {
			b := reviewBench(t)
			b.sitDown(store.ModeOpen, nil)
			b.Active.Pause()
			return b
		}, func(b *bench) map[string]func() { return map[string]func(){"sessions": b.ShowSessions} }},
		"drafts": {func(t *testing.T) *bench {
			b := newBench(t, first)
			b.selectText("Monday")
			b.type_("s")
			b.ShowClaimDetails()
			b.typeIn("It met.")
			b.modal().Close()
			return b
		}, func(b *bench) map[string]func() {
			return map[string]func(){"drafts": b.showDrafts, "filled in": b.ShowClaimDetails, "clean up": b.AskCleanUp}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			b := world.make(t)
			opens := world.show(b)
			for _, name := range slices.Sorted(maps.Keys(opens)) {
				opens[name]()
				b.frame()
				if len(b.Modals) == 0 {
					if name != "orphans" && name != "sessions" && name != "conflicts" || len(opens) < 6 {
						t.Errorf("%s shows no dialog", name)
					}
					continue
				}
				m, escapes := b.modal(), 0
				act := m.OnKey
				m.OnKey = func(key fyne.KeyName) bool {
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
					if button, is := f.(*dialogs.KeyButton); is {
						what += " “" + button.Text + "”"
						b.wantPressed(what, button)
					}
					b.Win.Canvas().Focus(f)
					if b.named(fyne.KeyEscape, 0); escapes != i+1 {
						t.Errorf("%s keeps Escape", what)
						escapes = i + 1
					}
				}
				m.OnKey = act
				if b.named(fyne.KeyEscape, 0); slices.Contains(b.Modals, m) && b.modal().Closing != m {
					t.Errorf("Escape leaves %s open", name)
				}
				b.closeAll()
			}
		})
	}
}

// wantPressed checks that Enter and Space press a button, each once.
func (b *bench) wantPressed(what string, button *dialogs.KeyButton) {
	b.t.Helper()
	if button.Disabled() {
		return
	}
	pressed, act := 0, button.OnTapped
	button.OnTapped = func() { pressed++ }
	for i, key := range []string{"Enter", "Space"} {
		b.Win.Canvas().Focus(button)
		b.send(key)
		if pressed != i+1 {
			b.t.Errorf("%s was pressed %d times after %s", what, pressed, key)
		}
	}
	button.OnTapped = act
	b.Win.Canvas().Focus(button)
}

func TestARadioGroupIsChosenFromByKeys(t *testing.T) {
	b := newBench(t, first, second)
	p := b.ShowPackage()
	for p.How.Box.Objects[0] != b.focusNext().(fyne.CanvasObject) {
	}
	var said []string
	for _, key := range []string{"Down", "Down", "Down", "Up", "Left", "Right", "Space"} {
		b.send(key)
		said = append(said, p.How.Selected)
	}
	if want := []string{exchange.PackBlind, exchange.PackTexts, exchange.PackLabels, exchange.PackTexts, exchange.PackBlind, exchange.PackTexts, exchange.PackTexts}; !slices.Equal(said, want) {
		t.Errorf("chosen were %q", said)
	}
	if !strings.Contains(p.Count.Text, "no claims") {
		t.Errorf("it counts %q", p.Count.Text)
	}
	p.How.Disable()
	b.send("Down", "Space")
	if p.How.Selected != exchange.PackTexts {
		t.Errorf("a choice that is off went to %q", p.How.Selected)
	}
	for _, o := range p.How.Box.Objects {
		if dim := o.(*dialogs.RadioOption).Text.Importance == widget.LowImportance; !dim {
			t.Error("a choice that is off looks as one that is on")
		}
	}
}

// A button beside the text that Tab has led to gives the keyboard back with Escape, during a review too.
func TestEscapeLeavesEveryButtonOfTheWindow(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("Monday")
	b.type_("s")
	for _, reviewing := range []bool{false, true} {
		if reviewing {
			b.sitDown(store.ModeOpen, nil)
		}
		buttons := 0
		for _, f := range b.reaches() {
			button, is := f.(*dialogs.KeyButton)
			if !is {
				continue
			}
			buttons++
			b.Win.Canvas().Focus(f)
			if b.named(fyne.KeyEscape, 0); b.Win.Canvas().Focused() != b.panes.document.View {
				t.Errorf("after Escape on “%s” the focus is on %T", button.Text, b.Win.Canvas().Focused())
			}
		}
		if buttons < 2 {
			t.Errorf("Tab leads to %d buttons", buttons)
		}
	}
}
