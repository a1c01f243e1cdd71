package claims

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/store"
	"factmark/widgets/claimlist"
)

// suggestionsStrip lists below the claims what models suggest in the open document, while there is anything.
type suggestionsStrip struct {
	pane   *Pane
	Count  *widget.Label
	Filter *dialogs.KeyButton
	Accept *dialogs.KeyButton
	Refuse *dialogs.KeyButton
	List   *claimlist.List
	head   *fyne.Container
	Body   *fyne.Container
	shown  []store.Suggestion
}

func newSuggestionsStrip(p *Pane) *suggestionsStrip {
	s := &suggestionsStrip{pane: p, Count: widget.NewLabel(""), List: claimlist.New()}
	s.Count.SizeName = theme.SizeNameCaptionText
	s.Count.Truncation = fyne.TextTruncateEllipsis
	s.Filter = dialogs.NewKeyButton(locale.T("Filter…"), p.key, func() { p.OnSuggestionFilter(dialogs.Below(s.Filter)) })
	s.Accept = dialogs.NewKeyButton(locale.T("Accept"), p.key, func() { s.press("A") })
	s.Refuse = dialogs.NewKeyButton(locale.T("Reject"), p.key, func() { s.press("X") })
	for _, b := range []*dialogs.KeyButton{s.Filter, s.Accept, s.Refuse} {
		b.Importance = widget.LowImportance
	}
	s.List.OnChoose = func(i int) {
		if !p.model.StillOpening() {
			p.model.ChooseSuggestion(s.id(i), true)
		}
	}
	s.List.OnOpen = func(int) {
		if !s.List.Repeated() {
			p.OnSuggestionKey("A")
		}
	}
	s.List.OnRune = func(r rune) bool { return s.List.Repeated() || p.OnRune(r) }
	s.List.OnKey = func(e *fyne.KeyEvent) {
		if !s.List.Repeated() {
			p.OnKey(e)
		}
	}
	s.List.OnContextMenu = func(_ int, at fyne.Position) { p.OnSuggestionMenu(at) }
	s.List.OnLabel = s.List.OnContextMenu
	s.List.IndexOf = s.indexOf
	s.head = container.NewVBox(widget.NewSeparator(),
		container.NewBorder(nil, nil, dialogs.Bold(locale.T("Suggestions")), container.NewHBox(s.Accept, s.Refuse, s.Filter), s.Count))
	s.Body = container.NewBorder(s.head, nil, nil, nil, s.List)
	s.Body.Hide()
	return s
}

// press does what a key of the suggestions does, and gives the list the keyboard.
func (s *suggestionsStrip) press(key string) {
	s.pane.OnSuggestionKey(key)
	if s.Body.Visible() {
		s.pane.Focus(s.List)
	} else {
		s.pane.Focus(s.pane.List)
	}
}

func (s *suggestionsStrip) id(i int) string {
	if i < 0 || i >= len(s.shown) {
		return ""
	}
	return s.shown[i].ID
}

func (s *suggestionsStrip) indexOf(id string) int {
	for i := range s.shown {
		if s.shown[i].ID == id {
			return i
		}
	}
	return -1
}

// fill lists the suggestions that are shown. The list goes on asking for cards of what it was given, which is never changed.
func (s *suggestionsStrip) fill() {
	m := s.pane.model
	s.shown = m.Suggestions
	shown, all := s.shown, m.SuggestionCount()
	s.Count.SetText(countOf(len(shown), all))
	s.List.SetEmpty(locale.T("No matching suggestions"), locale.N("{{.N}} suggestions are hidden by the filter.", all))
	s.List.SetCards(len(shown), func(i int) claimlist.Card { return s.card(shown[i]) })
	s.showCurrent()
	if all > 0 != s.Body.Visible() {
		if c := fyne.CurrentApp().Driver().CanvasForObject(s.List); all == 0 && c != nil && c.Focused() == s.List {
			s.pane.Focus(s.pane.List)
		}
		dialogs.SetVisible(s.Body, all > 0)
	}
	s.pane.Layout(s.pane.Body.Objects, s.pane.Body.Size())
}

func (s *suggestionsStrip) card(g store.Suggestion) claimlist.Card {
	m := s.pane.model
	l := m.LabelOf(g.LabelID)
	light, dark := dialogs.Colours(l)
	return claimlist.Card{
		ID: g.ID, Letter: dialogs.Badge(l), Label: format.NameLine(l.Name), Quote: g.Quote, Suggested: true,
		Note:   format.OneLine(strings.Join(format.NonEmpty(g.Statement, g.Note), " — ")),
		Status: dialogs.ScoreWords(g), Where: format.NameLine(g.Model),
		Light: light, Dark: dark,
	}
}

func (s *suggestionsStrip) showCurrent() {
	s.List.SetCurrent(s.indexOf(s.pane.model.CurrentSuggestion))
	for _, b := range []*dialogs.KeyButton{s.Accept, s.Refuse} {
		if none := s.pane.model.CurrentSuggestion == ""; none != b.Disabled() {
			if none {
				b.Disable()
			} else {
				b.Enable()
			}
		}
	}
}

// height is how much of a room the strip takes, in pixels: its heading always, and as many cards as there are in what is left of half of it.
func (s *suggestionsStrip) height(room float32) float32 {
	if !s.Body.Visible() {
		return 0
	}
	head := s.head.MinSize().Height
	one := s.List.MinSize().Height
	if room/2 < head+one/2 {
		return head
	}
	return min(room/2, head+one*float32(max(1, len(s.shown))))
}
