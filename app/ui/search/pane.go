package search

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/evidence"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/search"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
)

// Pane searches all of the workspace while one types. It takes the place of the list of documents. The query, what was found
// and the row that was chosen stay when it is left.
type Pane struct {
	host  *dialogs.Host
	model *workspace.Workspace

	Field   *dialogs.KeyEntry
	Kinds   *chip.Rows // which kinds of hit are listed
	Filter  *dialogs.KeyButton
	On      *chip.Rows // the filters that are on
	List    *dialogs.RowList
	Count   *widget.Label
	Empty   *widget.Label
	without *dialogs.KeyButton // searches without filters
	close   *dialogs.KeyButton
	Body    *fyne.Container

	Typing   workspace.Debouncer
	found    *results
	rows     []row
	kind     search.Kind   // that is listed, "" for all
	filter   search.Filter // as the dialog of filters was confirmed
	where    where
	people   []store.Person
	Form     *FilterForm   // the dialog of filters, while it is open
	indexed  *widget.Label // says how far the index is, while it is made
	indexing bool
	chips    map[search.Kind]*chip.Chip
	asked    workspace.Latest // searches
	stop     context.CancelFunc
	opening  *bool  // the first hit is to be opened once it is found; whether the keyboard stays here then
	stale    bool   // what may be seen has changed while the pane was closed
	sought   string // what is searched for, or was
	begun    bool   // what is listed is of that

	OnOpen  func(h search.Hit, passages []search.Hit, keep bool) // opens a hit; passages are all those found in its document
	Instead fyne.CanvasObject                                    // is hidden while the pane is shown
	OnLeave func()                                               // it was closed, and the keyboard is to go back
	OnKey   func(fyne.KeyName) bool                              // keys of the whole window
}

// NewPane makes the pane, which is hidden until it is opened. key gets the keys of its buttons that they have no use for.
func NewPane(host *dialogs.Host, model *workspace.Workspace, key func(fyne.KeyName) bool) *Pane {
	p := &Pane{host: host, model: model, found: newResults(), stop: func() {}, chips: map[search.Kind]*chip.Chip{}}
	p.Typing = workspace.Debouncer{Back: model.Back, Wait: 120 * time.Millisecond, Ended: p.search}
	p.Field = dialogs.NewKeyEntry(p.typed)
	p.Field.SetPlaceHolder(locale.T("Search everywhere"))
	p.Field.Icon = theme.SearchIcon()
	p.Field.OnChanged = func(string) {
		p.opening = nil
		p.Typing.Touch()
	}
	keys := func(name fyne.KeyName) bool {
		if name == fyne.KeyEscape {
			p.Close()
			return true
		}
		return key(name)
	}
	p.Kinds = chip.NewRows()
	for _, k := range append([]search.Kind{""}, search.Kinds...) {
		c := chip.New("", locale.T(kindNames[k]), dialogs.Rgb(0), dialogs.Rgb(0), func() { p.choose(k) })
		c.OnKey = keys
		p.chips[k] = c
		p.Kinds.Box.Add(c)
	}
	p.Filter = dialogs.NewKeyButton(locale.T("Filter…"), keys, p.askFilter)
	p.Filter.Importance = widget.LowImportance
	p.On = chip.NewRows()
	p.List = dialogs.NewRowList(func() int { return len(p.rows) }, func() fyne.CanvasObject { return newItem(p) }, func(i int, o fyne.CanvasObject) {
		if i < len(p.rows) {
			o.(*Item).set(i, p.rows[i])
		}
	}, nil, p.typedInList)
	p.List.HideSeparators = true
	p.Count = widget.NewLabel("")
	p.Count.SizeName = theme.SizeNameCaptionText
	p.Count.Truncation = fyne.TextTruncateEllipsis
	p.Empty = dialogs.Wrapped("")
	p.indexed = widget.NewLabel("")
	p.indexed.SizeName = theme.SizeNameCaptionText
	p.indexed.Truncation = fyne.TextTruncateEllipsis
	p.indexed.Hide()
	p.without = dialogs.NewKeyButton(locale.T("Clear filters"), keys, func() { p.setFilter(search.Filter{}, everywhere) })
	p.close = dialogs.NewKeyButton("", keys, p.Close)
	p.close.Icon, p.close.Importance = theme.CancelIcon(), widget.LowImportance
	p.Body = container.NewBorder(
		container.New(layout.NewCustomPaddedVBoxLayout(0), dialogs.Heading(locale.T("Search everywhere"), p.close), container.NewPadded(p.Field),
			container.New(layout.NewCustomPaddedLayout(0, 0, 8, 8), p.Kinds),
			container.New(layout.NewCustomPaddedLayout(0, 0, 4, 4), container.NewBorder(nil, nil, nil, p.Filter, p.Count)),
			container.New(layout.NewCustomPaddedLayout(0, 4, 8, 8), p.On)),
		p.indexed, nil, nil,
		container.NewStack(p.List.Framed(), container.NewVBox(p.Empty, container.NewCenter(p.without))))
	p.Body.Hide()
	model.Reread.Listen(func(struct{}) { p.again() }) // what may be seen of claims has changed
	model.LabelsChanged.Listen(func(struct{}) { p.List.Refresh() })
	p.showFilter()
	p.show()
	return p
}

var kindNames = map[search.Kind]string{"": locale.Mark("All"), search.InDocument: locale.Mark("Documents"), search.InClaim: locale.Mark("Claims"), search.InNote: locale.Mark("Notes"), search.InEvidence: locale.Mark("Evidence")}

// Open shows the pane with what stands in its field selected, so that typing takes its place; with words, these take it.
func (p *Pane) Open(words string) {
	p.Instead.Hide()
	p.Body.Show()
	if words != "" && words != p.Field.Text {
		p.Field.SetText(words)
	}
	p.index()
	if p.stale {
		p.search()
	}
	p.host.FocusOn(p.Field)
	p.Field.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// index brings the search index up to date away from the interface thread. Until it is, texts are read instead of it, which takes longer.
func (p *Pane) index() {
	model := p.model
	if p.indexing || model.ReadOnly() {
		return
	}
	p.indexing = true
	model.Back.Go(func() {
		told := time.Now()
		err := evidence.Update(model.Ctx, model.Store, func(done, total int) {
			if time.Since(told) > progressEvery {
				told = time.Now()
				model.Back.OnUI(func() {
					p.sayIndexed(locale.T("Indexing texts: {{.N}} of {{.Total}}", "N", locale.Number(done), "Total", locale.Number(total)))
				})
			}
		})
		model.Back.OnUI(func() {
			p.indexing = false
			p.sayIndexed("")
			if err != nil {
				model.Fail(fmt.Errorf("indexing the texts for search: %w", err))
			}
		})
	})
}

// progressEvery is how often it is said how far the index is.
const progressEvery = 300 * time.Millisecond

func (p *Pane) sayIndexed(said string) {
	p.indexed.SetText(said)
	if dialogs.SetVisible(p.indexed, said != ""); p.Body.Visible() {
		p.Body.Refresh()
	}
}

// Close hides the pane. What was found stays for the next time.
func (p *Pane) Close() {
	if p.Body.Visible() {
		p.Body.Hide()
		p.Instead.Show()
		p.OnLeave()
	}
}

// again searches anew what was searched, once it can be seen.
func (p *Pane) again() {
	switch {
	case p.sought == "":
	case p.Body.Visible():
		p.search()
	default:
		p.stop()
		p.asked.Ask()
		p.found, p.rows, p.stale = newResults(), nil, true
	}
}

func (p *Pane) typed(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyEscape:
		p.Close()
	case fyne.KeyReturn, fyne.KeyEnter:
		p.openChosen(dialogs.ShiftHeld())
	case fyne.KeyDown, fyne.KeyPageDown:
		if len(p.rows) > 0 {
			p.host.FocusOn(p.List)
			if p.List.Chosen < 0 {
				p.List.Select(0)
			} else if name == fyne.KeyDown {
				p.List.TypedKey(&fyne.KeyEvent{Name: name})
			}
		}
	default:
		return p.OnKey(name)
	}
	return true
}

func (p *Pane) typedInList(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyEscape:
		p.Close()
	case fyne.KeyReturn, fyne.KeyEnter:
		p.openChosen(p.List.ShiftHeld())
	case fyne.KeySpace:
		p.openChosen(true)
	case fyne.KeyBackspace:
		p.host.FocusOn(p.Field)
	default:
		return p.OnKey(name)
	}
	return true
}

// openChosen opens the hit that is chosen, or the first; keep lets the keyboard stay here.
func (p *Pane) openChosen(keep bool) {
	if p.Field.Text != p.sought || !p.begun { // what is listed is of fewer words than were typed
		if p.Field.Text != p.sought {
			p.search()
		}
		p.opening = &keep
		p.openFound()
		return
	}
	if len(p.rows) == 0 {
		return
	}
	at := max(0, p.List.Chosen)
	if at >= len(p.rows) {
		at = 0
	}
	p.List.Select(at)
	r := p.rows[at]
	if r.more > 0 {
		p.found.opened[r.hit.DocumentID] = true
		p.show()
		p.List.Select(at)
		return
	}
	p.OnOpen(r.hit, p.found.ofDocument(r.hit.DocumentID), keep)
}

// openFound opens the first hit where it was asked for before anything was found.
func (p *Pane) openFound() {
	if keep := p.opening; keep != nil && p.begun && len(p.rows) > 0 {
		p.opening = nil
		p.openChosen(*keep)
	}
}

// choose lists one kind of hit alone, or all.
func (p *Pane) choose(k search.Kind) {
	p.kind = k
	p.List.UnselectAll()
	p.List.ScrollToTop()
	p.show()
}

// search looks for what is asked for now, away from the interface thread; a search that was overtaken is stopped.
func (p *Pane) search() {
	p.stop()
	current, model := p.asked.Ask(), p.model
	p.sought, p.stale, p.begun, p.opening = p.Field.Text, false, false, nil
	query := search.Parse(p.sought, true)
	ctx, stop := context.WithCancel(model.Ctx)
	p.stop = stop
	if query.Empty() {
		stop()
		p.found, p.begun = newResults(), true
		p.List.UnselectAll()
		p.show()
		return
	}
	filter := p.narrowed()
	sight := p.sight()
	found := newResults()
	model.Back.Go(func() {
		defer stop()
		err := search.Find(ctx, model.Store, query, filter, sight, false, func(r search.Result) {
			model.Back.OnUI(func() {
				if !current() {
					return
				}
				if !p.begun { // until then the earlier hits stand
					p.begun = true
					p.found = found
					p.List.UnselectAll()
					p.List.ScrollToTop()
				}
				found.add(r)
				p.show()
				p.openFound()
			})
		})
		model.Back.OnUI(func() {
			switch {
			case !current() || errors.Is(err, context.Canceled):
			case err != nil:
				found.failed = true
				p.found, p.begun = found, true
				p.show()
				model.Fail(fmt.Errorf("searching: %w", err))
			default:
				found.whole = true
				p.show()
				if n, _ := found.total(); n == 0 && filter.Any() {
					p.countWithout(query, sight)
				}
			}
		})
	})
}

// countWithout says how many hits the filters hide.
func (p *Pane) countWithout(query search.Query, sight search.Sight) {
	current, model := p.asked.Unchanged(), p.model
	ctx, stop := context.WithCancel(model.Ctx)
	p.stop = stop
	model.Back.Go(func() {
		defer stop()
		hidden := newResults()
		err := search.Find(ctx, model.Store, query, search.Filter{}, sight, true, hidden.add)
		model.Back.OnUI(func() {
			if n, more := hidden.total(); current() && err == nil && n > 0 {
				p.Empty.SetText(locale.T("Nothing found with these filters. Without them: {{.Results}}.", "Results", counted(n, more)))
			}
		})
	})
}

// sight is what may be seen of claims now, for another goroutine.
func (p *Pane) sight() search.Sight {
	hidden, reviewing := p.model.Hidden, p.model.Reviewing
	return search.Sight{Claim: p.model.Visibility, Hides: func(id string) bool { return reviewing || hidden.Judged(id) }}
}

func counted(n int, more bool) string {
	if more {
		return locale.N("{{.N}} or more results", n)
	}
	return locale.N("{{.N}} results", n)
}

// show lists what was found.
func (p *Pane) show() {
	chosen := p.List.Chosen
	p.rows = p.found.rows(p.kind)
	for k, c := range p.chips {
		n, more := len(p.found.hits[k]), p.found.more[k]
		if k == "" {
			n, more = p.found.total()
		}
		c.Count = ""
		if p.sought != "" && (n > 0 || p.found.whole) {
			if c.Count = format.Thousands(n); more {
				c.Count += "+"
			}
		}
		c.Selected = k == p.kind
		c.Refresh()
	}
	p.Kinds.Refresh()
	p.List.Refresh()
	if chosen >= len(p.rows) {
		p.List.UnselectAll()
	}
	p.Count.SetText(p.countText())
	none := len(p.rows) == 0
	dialogs.SetVisible(p.Empty, none)
	dialogs.SetVisible(p.without, none && p.found.whole && p.narrowed().Any() && p.sought != "")
	if none {
		p.Empty.SetText(p.emptyText())
	}
}

func (p *Pane) countText() string {
	n, more := p.found.total()
	switch {
	case search.Parse(p.sought, true).Empty():
		return ""
	case p.found.whole:
		return counted(n, more)
	case p.found.failed:
		return locale.T("Couldn’t finish the search.")
	case p.found.now.Searched == search.InDocument && p.found.now.Total > 0:
		return locale.T("Searching… {{.N}} of {{.Total}} documents", "N", locale.Number(p.found.now.Done), "Total", locale.Number(p.found.now.Total))
	}
	return locale.T("Searching…")
}

func (p *Pane) emptyText() string {
	switch {
	case strings.TrimSpace(p.sought) == "":
		return locale.T("Searches all documents, claims, notes and evidence.\n\n“one two”  exact phrase\nword*  words that begin with it\none OR two  either word\none −two  the first without the second\nNEAR(one two, 5)  at most 5 words apart")
	case search.Parse(p.sought, true).Empty():
		return locale.T("Type a word to search for.")
	case !p.found.whole:
		return ""
	}
	if n, _ := p.found.total(); n > 0 {
		return locale.T("No results of this kind; see All.")
	}
	if p.narrowed().Any() {
		return locale.T("Nothing found with these filters.")
	}
	return locale.T("Nothing found. Check the spelling, or search for the beginning of a word: wor*")
}
