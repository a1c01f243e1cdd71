package app

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	reviewui "factmark/app/ui/review"
	"factmark/app/workspace"
	"factmark/store"
)

// problems says what is wrong with a command's row of the table.
func (c *command) problems() (all []string) {
	if c.id == "" || c.caption == "" {
		all = append(all, "it has no id or no caption")
	}
	if c.disclosure != keepsHidden && c.disclosure != revealsLabels {
		all = append(all, "it does not say whether it reveals labels")
	}
	if c.disclosure == revealsLabels && c.review != notInReview {
		all = append(all, "it reveals labels and may be used in a blind review")
	}
	if len(c.reviewKeys) > 0 && c.act.Do == nil {
		all = append(all, "it has keys in a review, where it does nothing")
	}
	return all
}

// Who adds a command has to say whether it reveals labels, and names it once.
func TestTheTableOfCommandsIsWhole(t *testing.T) {
	all := newCommands(nil)
	for _, c := range all.all {
		for _, problem := range c.problems() {
			t.Errorf("%s: %s", c.id, problem)
		}
	}
	if len(all.byID) != len(all.all) {
		t.Errorf("%d commands have %d ids", len(all.all), len(all.byID))
	}
	forgotten := command{id: "new", caption: "New…", run: func(*window) {}}
	if got := forgotten.problems(); len(got) != 1 || !strings.Contains(got[0], "reveals labels") {
		t.Errorf("of a command that does not say whether it reveals labels the table is told %q", got)
	}
}

func TestEveryCommandCanBeRunFromAMenu(t *testing.T) {
	b := newBench(t, first)
	for _, m := range b.commands.menus {
		for _, group := range m.groups {
			for _, c := range group {
				item := b.items[c.id]
				switch {
				case m.title == "": // the context menus say what they do
				case item == nil:
					t.Errorf("%s is in no menu", c.id)
				case c.id == commandOpenRecent || c.submenu != nil:
				case c.run == nil && c.act.Do == nil:
					t.Errorf("%s does nothing", c.id)
				}
			}
		}
	}
}

// No key means two things in one place, and each does what the design says.
func TestEveryKeyIsOneCommand(t *testing.T) {
	all := newCommands(nil)
	whose := map[binding]commandID{}
	for _, c := range all.all {
		for _, b := range c.defaults() {
			if other, taken := whose[b]; taken {
				t.Errorf("%v is %s and %s", b, other, c.id)
			}
			whose[b] = c.id
		}
	}
	for b, want := range map[binding]commandID{
		{placeText, "C"}: commandNoLabel, {placeText, "Delete"}: commandDeleteClaim, {placeText, "Enter"}: commandEditNote, {placeText, "]"}: "next-claim", {placeText, "["}: "previous-claim",
		{placeText, "Space"}: "next-unlabelled", {placeText, "."}: "repeat-label", {placeWindow, "Ctrl+F"}: "find-in-document", {placeWindow, "Ctrl+Z"}: commandUndo,
		{placeWindow, "Ctrl+Shift+Z"}: commandRedo, {placeWindow, "Ctrl+Y"}: commandRedo, {placeWindow, "Ctrl+E"}: "export-claims", {placeWindow, "F6"}: "next-pane", {placeWindow, "F1"}: "keys",
		{placeWindow, "Ctrl+O"}: "open-workspace", {placeWindow, "Ctrl+Shift+O"}: "import-documents",
		{placeReview, "A"}: "review-agree", {placeReview, "R"}: "review-reject", {placeReview, "X"}: "review-skip", {placeReview, "C"}: "review-comment", {placeReview, "Z"}: "review-back",
	} {
		if c := all.byBinding[b]; c == nil || c.id != want {
			t.Errorf("%v is not %s", b, want)
		}
	}
}

// withheld tries every command of the menus and gives those that a paused blind review withholds.
func (b *bench) withheld() (ids []commandID) {
	b.t.Helper()
	for _, c := range b.commands.all {
		item, inMenu := b.items[c.id]
		if !inMenu || item.Action == nil || c.id == commandQuit || c.submenu != nil || c.id == commandOpenRecent {
			continue
		}
		item.Action()
		if words := b.everyWord() + b.dialogWords(); strings.Contains(words, "SECRET") || strings.Contains(words, "refutes") {
			b.t.Errorf("%s shows what the blind review hides:\n%s", c.id, words)
		}
		if slices.ContainsFunc(b.Modals, func(o *dialogs.OpenModal) bool { return o.Title == "End the blind review first?" }) {
			ids = append(ids, c.id)
		}
		for len(b.Modals) > 0 {
			b.modal().Close()
		}
		if o := b.Win.Canvas().Overlays().Top(); o != nil {
			o.Hide()
		}
	}
	return ids
}

// What a blind review withholds hangs on what the table says of a command, not on how the command is called on screen.
func TestWhatABlindReviewWithholdsDoesNotHangOnCaptions(t *testing.T) {
	b := reviewBench(t)
	doc := b.Workspace.Documents[0].ID
	b.sitDown(store.ModeBlind, func(s *reviewui.StartDialog) {
		s.Where.SetSelected(reviewui.ScopeChosen)
		s.Chosen[doc] = true
		s.Recount()
	})
	b.Active.Pause()
	want := []commandID{"import-claims", "export-claims", "print-report", "history", "replace-text", "extract-again", "unplaced-claims", "claim-history",
		"adjudicate", "settle-agreed", "conflicts", "agreement", "progress", "matrix"}
	if got := b.withheld(); !slices.Equal(got, want) {
		t.Errorf("it withholds %q, want %q", got, want)
	}
	for i, c := range b.commands.all {
		c.caption = fmt.Sprintf("Command %d", i)
	}
	b.buildMenu()
	if got := b.withheld(); !slices.Equal(got, want) {
		t.Errorf("under other captions it withholds %q, want %q", got, want)
	}
	for _, c := range b.commands.all {
		if c.disclosure = disclosureNotSaid; c.id == "labels" && b.may(c.id) {
			t.Error("a command that does not say whether it reveals labels may be used")
		}
	}
}

// A draft that was left in an adjudication does not lead past the blind review.
func TestADraftOfAnAdjudicationIsWithheldToo(t *testing.T) {
	b := reviewBench(t)
	doc := b.Workspace.Documents[0].ID
	b.sitDown(store.ModeBlind, func(s *reviewui.StartDialog) {
		s.Where.SetSelected(reviewui.ScopeChosen)
		s.Chosen[doc] = true
		s.Recount()
	})
	b.Active.Pause()
	offer := workspace.DraftOffer{}
	offer.Form = workspace.FormAdjudication
	b.restoreDraft(offer)
	if len(b.Modals) != 1 || b.modal().Title != "End the blind review first?" {
		t.Errorf("%d dialogs are open", len(b.Modals))
	}
}

// A context menu offers the same commands under the same rules.
func TestContextMenusWithholdToo(t *testing.T) {
	b := reviewBench(t)
	doc := b.Workspace.Documents[0]
	b.sitDown(store.ModeBlind, func(s *reviewui.StartDialog) {
		s.Where.SetSelected(reviewui.ScopeChosen)
		s.Chosen[doc.ID] = true
		s.Recount()
	})
	b.Active.Pause()
	for _, label := range []string{"Replace the text…", "Document history…"} {
		b.documentMenu([]store.Document{doc}, fyne.NewPos(10, 10))
		menuItem(t, b, label)
		if len(b.Modals) != 1 || b.modal().Title != "End the blind review first?" {
			t.Fatalf("%s opens %d dialogs", label, len(b.Modals))
		}
		b.modal().Close()
	}
}

// What a text calls "File › Save as" is what the menu calls so, in every language.
func TestTextsNameEntriesOfMenusAsTheMenusDo(t *testing.T) {
	entries := map[string][]string{} // captions by the titles of menus
	for _, m := range commandTable() {
		for _, group := range m.groups {
			for _, c := range group {
				entries[m.title] = append(entries[m.title], strings.TrimSuffix(c.caption, "…"))
			}
		}
	}
	named := regexp.MustCompile(`(\p{Lu}\p{L}+) › (\p{Lu}[\p{L} ]*)`)
	for _, language := range locale.Languages[1:] {
		content, err := os.ReadFile("locale/translations/" + language + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]any
		if err := json.Unmarshal(content, &texts); err != nil {
			t.Fatal(err)
		}
		entry := func(caption string) string {
			for _, key := range []string{caption, caption + "…"} {
				if said, is := texts[key].(string); is {
					return strings.TrimSuffix(said, "…")
				}
			}
			return caption
		}
		found := 0
		for english, said := range texts {
			for _, m := range named.FindAllStringSubmatch(english, -1) {
				captions, is := entries[m[1]]
				if !is {
					continue // a section of Preferences
				}
				longest := ""
				for _, c := range captions {
					if strings.HasPrefix(m[2], c) && len(c) > len(longest) {
						longest = c
					}
				}
				if longest == "" {
					t.Errorf("%q names no entry of the menu %s", english, m[1])
				} else if want := entry(m[1]) + " › " + entry(longest); !strings.Contains(fmt.Sprint(said), want) {
					t.Errorf("%s: %q does not name %q", language, said, want)
				}
				found++
			}
		}
		if found < 10 {
			t.Errorf("only %d texts name an entry of a menu", found)
		}
	}
}
