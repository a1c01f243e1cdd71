package app

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/fuzzy"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// paletteEntry is something that the command palette finds: a command, a label, a document or a claim.
type paletteEntry struct {
	words  string // what it is called
	folded string // what is searched
	said   string // behind it: its menu and keys, or what it is
	why    string // it can't be done now; "" where it can
	id     commandID
	do     func()
}

// Limits of the command palette.
const (
	paletteDocuments = 40 // listed at once
	paletteClaims    = 40
	paletteWait      = 150 * time.Millisecond // before claims are searched
)

// palette is the dialog that finds commands, labels, documents and claims by words and runs or opens them.
type palette struct {
	window    *window
	search    *dialogs.KeyEntry
	list      *dialogs.RowList
	modal     *dialogs.OpenModal
	commands  []paletteEntry // and labels; recent commands first
	documents []paletteEntry // folded away from the interface thread
	claims    []paletteEntry // of the words that were searched last
	shown     []paletteEntry
	pausing   workspace.Debouncer
	asked     workspace.Latest // searches of claims
}

// showPalette opens the command palette.
func (w *window) showPalette() { w.openPalette() }

func (w *window) openPalette() *palette {
	p := &palette{window: w, commands: w.paletteCommands()}
	p.pausing = workspace.Debouncer{Back: w.Back, Wait: paletteWait, Ended: p.searchClaims}
	p.search = dialogs.NewKeyEntry(func(name fyne.KeyName) bool {
		switch name {
		case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
			p.list.TypedKey(&fyne.KeyEvent{Name: name})
			return true
		}
		return w.ModalKey(name)
	})
	p.search.SetPlaceHolder(locale.T("Find a command, document, claim or label"))
	p.search.OnChanged = func(string) {
		p.claims = nil
		p.asked.Ask()
		p.fill()
		p.pausing.Touch()
	}
	p.list = dialogs.NewRowList(func() int { return len(p.shown) }, func() fyne.CanvasObject {
		said := widget.NewLabel("")
		said.Importance = widget.LowImportance
		return container.NewBorder(nil, nil, nil, said, dialogs.NewTextLine(false))
	}, func(i int, o fyne.CanvasObject) {
		entry, parts := p.shown[i], o.(*fyne.Container).Objects
		words, said := parts[0].(*dialogs.Headline), parts[1].(*widget.Label)
		words.Ink = theme.ColorNameForeground
		said.SetText(entry.said)
		if entry.why != "" {
			words.Ink = theme.ColorNameDisabled
			said.SetText(entry.why)
		}
		words.SetText(entry.words)
	}, func(i int) { p.allow() }, w.ModalKey)
	p.list.HideSeparators = true
	size := w.Win.Canvas().Size()
	width := min(680, size.Width-80)
	room := container.NewGridWrap(fyne.NewSize(width, max(160, min(420, size.Height-240))), p.list.Framed())
	p.modal = w.ShowModal(dialogs.Modal{Title: locale.T("Command palette"), Width: width, Focus: p.search, Confirm: locale.T("Run"), Cancel: locale.T("Cancel"),
		Content: container.NewBorder(p.search, nil, nil, nil, room),
		OnConfirm: func() bool {
			i := p.list.Chosen
			if i < 0 || p.shown[i].why != "" {
				return false
			}
			p.modal.Close()
			p.shown[i].do()
			return true
		}, OnClose: func() { p.asked.Ask() }})
	p.fill()
	p.readDocuments()
	return p
}

// paletteCommands are the commands and labels that can be found, those first that were run last.
func (w *window) paletteCommands() []paletteEntry {
	var recent, all []paletteEntry
	for _, m := range w.commands.menus {
		var add func(menu string, commands []command)
		add = func(menu string, commands []command) {
			for i := range commands {
				c := &commands[i]
				if c.canHaveKeys() && c.id != commandPalette {
					all = append(all, w.paletteCommand(menu, c))
				}
				add(menu+" › "+c.name(), c.submenu)
			}
		}
		for _, group := range m.groups {
			if m.title != "" {
				add(locale.T(m.title), group)
			}
		}
	}
	for _, id := range w.Profile.RecentCommands() {
		if i := slices.IndexFunc(all, func(e paletteEntry) bool { return string(e.id) == id }); i >= 0 {
			recent = append(recent, all[i])
			all = slices.Delete(all, i, i+1)
		}
	}
	return slices.Concat(recent, all, w.paletteLabels())
}

func (w *window) paletteCommand(menu string, c *command) paletteEntry {
	item := w.items[c.id]
	words := c.name()
	if item != nil {
		caption, _ := captionAndKeys(item.Label)
		words = strings.TrimSuffix(caption, "…")
	}
	why := w.whyNot(c)
	if why == "" && item != nil && item.Disabled {
		why = locale.T("Nothing to do here")
	}
	return paletteEntry{id: c.id, words: words, folded: format.Fold(strings.Join([]string{words, menu, locale.T(c.help)}, " ")), why: why,
		said: strings.Join(format.NonEmpty(menu, strings.Join(c.shownKeys(), ", ")), "   "),
		do: func() {
			w.KeepProfile(func() error { return w.Profile.AddRecentCommand(string(c.id)) }, nil)
			w.run(c.id)
		}}
}

// paletteLabels are the labels, each for the selection or the current claim.
func (w *window) paletteLabels() (all []paletteEntry) {
	if w.panes == nil {
		return nil
	}
	c := w.commands.byID[commandLabel]
	for _, l := range w.Workspace.OfferedLabels() {
		name := labelName(l.Name)
		all = append(all, paletteEntry{words: name, folded: format.Fold(name + " " + c.name()), why: w.whyNot(c),
			said: strings.Join(format.NonEmpty(locale.T("Label"), shownKey(strings.ToUpper(l.Key))), "   "),
			do: func() {
				w.runAs(commandLabel, func() { w.panes.document.ApplyTo(l.ID, w.Workspace.Current) })
			}})
	}
	return all
}

// readDocuments makes the documents known to the palette; there may be very many.
func (p *palette) readDocuments() {
	w := p.window
	if w.panes == nil {
		return
	}
	documents := slices.Clone(w.Workspace.Documents)
	w.Back.Go(func() {
		all := make([]paletteEntry, len(documents))
		for i, doc := range documents {
			title := format.NameLine(doc.Title)
			all[i] = paletteEntry{words: dialogs.VisualOrder(title), folded: format.Fold(title), do: func() { w.openFromPalette(doc.ID) }}
		}
		w.Back.OnUI(func() {
			for i := range all {
				all[i].said = locale.T("Document")
			}
			p.documents = all
			if p.search.Text != "" {
				p.fill()
			}
		})
	})
}

func (w *window) openFromPalette(documentID string) {
	w.runAs(commandOpenDocument, func() {
		w.Workspace.Open(documentID, "")
		w.FocusOn(w.panes.document.View)
	})
}

// fill lists what fits the words that are typed: what fits best first, claims last, since they come last.
func (p *palette) fill() {
	words := strings.Fields(format.Fold(p.search.Text))
	p.shown = nil
	if len(words) == 0 {
		p.shown = slices.Clone(p.commands)
	} else {
		p.shown = append(best(p.commands, words, len(p.commands)), best(p.documents, words, paletteDocuments)...)
		p.shown = append(best(p.shown, words, len(p.shown)), p.claims...)
	}
	p.list.UnselectAll()
	p.list.Refresh()
	if len(p.shown) > 0 {
		p.list.Select(0)
		p.list.ScrollToTop()
	}
	p.allow()
}

// best are the entries that fit words, at most so many, those that fit best first.
func best(all []paletteEntry, words []string, most int) []paletteEntry {
	type scored struct {
		entry paletteEntry
		score int
	}
	var found []scored
	for _, e := range all {
		if score, fits := fuzzy.Match(words, e.folded); fits {
			if e.why != "" {
				score -= 200 // what can't be done now comes behind
			}
			found = append(found, scored{e, score})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return b.score - a.score })
	var entries []paletteEntry
	for _, f := range found[:min(most, len(found))] {
		entries = append(entries, f.entry)
	}
	return entries
}

// allow lets the chosen entry be run if it can be.
func (p *palette) allow() {
	if p.modal != nil {
		i := p.list.Chosen
		p.modal.Allow(i >= 0 && i < len(p.shown) && p.shown[i].why == "")
	}
}

// searchClaims looks for claims with the words that are typed, as far as they may be seen; not in a review, which shows one claim
// at a time.
func (p *palette) searchClaims() {
	w := p.window
	if w.panes == nil || w.Active != nil || !slices.Contains(w.Modals, p.modal) || len([]rune(strings.TrimSpace(p.search.Text))) < 2 {
		return
	}
	current := p.asked.Ask()
	w.Workspace.FindClaims(p.search.Text, paletteClaims, func(found []store.Claim) {
		if !current() {
			return
		}
		chosen := p.list.Chosen
		p.claims = nil
		for _, c := range found {
			p.claims = append(p.claims, p.claimEntry(c))
		}
		if len(found) > 0 {
			p.fill()
			p.list.Select(max(0, min(chosen, len(p.shown)-1)))
		}
	})
}

func (p *palette) claimEntry(c store.Claim) paletteEntry {
	w := p.window
	words := c.Quote
	if c.Statement != "" && !format.ContainsAll(format.Fold(c.Quote), strings.Fields(format.Fold(p.search.Text))) {
		words = c.Statement
	}
	said := locale.T("Claim")
	if i := w.Workspace.DocumentIndex(c.DocumentID); i >= 0 {
		said = locale.T("Claim in {{.Title}}", "Title", format.Shorten(format.NameLine(w.Workspace.Documents[i].Title), 24))
	}
	return paletteEntry{words: dialogs.VisualOrder("“" + format.NameLine(words) + "”"), said: said, do: func() {
		w.runAs(commandOpenDocument, func() {
			w.panes.row.ShowRight(true)
			w.Workspace.GoTo(c.DocumentID, c.ID)
			w.FocusOn(w.panes.document.View)
		})
	}}
}
