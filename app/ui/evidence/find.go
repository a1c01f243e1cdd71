package evidence

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
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
)

// question is what passages are looked for: a claim, or words that were selected.
type question struct {
	claimID    string // "" for words that were selected
	documentID string
	start, end int // code points; 0, 0 for a claim without a place
	text       string
	hidden     bool // what is said of the claim may not be seen, nor what was taken for it
	own        bool // of the evidence that linked claims share nothing may be seen: one of them may be hidden
}

// questionOf asks for a claim: by its statement, which stands alone, where it has one.
func (s *Suggestions) questionOf(c store.Claim) question {
	q := question{claimID: c.ID, documentID: c.DocumentID, text: evidence.QueryOf(c).Text, hidden: !s.model.MaySeeEvidence(c.ID, c.DocumentID), own: s.model.Visibility != nil}
	if workspace.Placed(c) {
		q.start, q.end = c.Start, c.End
	}
	return q
}

// suggestion is a passage that was found, with what the list says of it.
type suggestion struct {
	evidence.Passage
	rank   int    // from 1
	title  string // of its document
	source string // publisher and date of that
	place  string // in its file: "page 3"
}

func (p *suggestion) key() string { return fmt.Sprintf("%s %d %d", p.DocumentID, p.Start, p.End) }

// answer is what was found for a question.
type answer struct {
	question question
	found    []suggestion // by rank
	limit    int          // at most so many were looked for
	left     setAside     // what was left out of it
}

// Suggestions is the section of the evidence panel that finds evidence: passages of all documents that bear on the claim
// in hand. It looks while it is shown, away from the interface thread, and shows what it found last until something else
// is found. It gives no claim a label and takes no passage by itself.
type Suggestions struct {
	model   *workspace.Workspace
	pane    *Pane
	section *Section
	head    *fyne.Container

	title *widget.Label
	Count *widget.Label
	Chips *chip.Rows
	Told  *widget.Label // why nothing is listed, or what is going on
	Bar   *widget.ProgressBar
	Stop  *dialogs.KeyButton // ends the making of the index, or goes on with it

	selected  *question // words that were asked for in place of the claim in hand
	answer    answer
	aside     setAside             // what is taken or refused now
	leaving   map[string]passageAt // passages that are being taken or refused, by key
	contra    bool                 // those that may contradict come first
	refused   bool                 // the refused ones are listed
	limit     int
	beginning bool // the first suggestion is to be current once it is there
	asked     workspace.Latest
	following workspace.Latest
	pause     workspace.Debouncer
	cancel    context.CancelFunc // of what is being looked for
	state     findState
	documents readList // that it was looked in last
	done      int      // of total texts are in the index, while it is being made
	total     int

	OnPoint  func(documentID string, at workspace.Span) // opens a document at a passage; the claim stays in hand
	OnBeside func(documentID string, at workspace.Span) // shows a passage beside the claim in hand
	OnListed func()                                     // other suggestions are listed
	Focus    func(fyne.Focusable)
}

// findState is how far the looking is.
type findState uint8

const (
	found findState = iota
	looking
	lookingLong // for long enough to say so
	indexing
	stopped // the making of the index was ended by the user
)

// Suggestions at first, and how many more at a time; and how many at most.
const (
	someSuggestions = 20
	mostSuggestions = 200
)

// NewSuggestions adds the section to the panel, hidden at first.
func NewSuggestions(p *Pane) *Suggestions {
	s := &Suggestions{model: p.model, pane: p, title: dialogs.Bold(locale.T("Find evidence")), Count: widget.NewLabel(""), Chips: chip.NewRows(), Told: dialogs.Small(""),
		Bar: widget.NewProgressBar(), leaving: map[string]passageAt{}, limit: someSuggestions, cancel: func() {}}
	s.Count.SizeName, s.Count.Importance = theme.SizeNameCaptionText, widget.LowImportance
	s.Count.Truncation = fyne.TextTruncateEllipsis
	s.Count.Alignment = fyne.TextAlignTrailing
	s.Told.Importance = widget.LowImportance
	s.Stop = dialogs.NewKeyButton("", p.buttonKey, s.stopOrGoOn)
	s.Stop.Importance = widget.LowImportance
	s.head = container.New(layout.NewCustomPaddedVBoxLayout(0),
		widget.NewSeparator(),
		container.NewBorder(nil, nil, s.title, nil, s.Count),
		container.New(layout.NewCustomPaddedLayout(0, 4, 8, 8), s.Chips),
		s.Told,
		container.New(layout.NewCustomPaddedLayout(0, 0, 8, 8), container.NewBorder(nil, nil, nil, s.Stop, s.Bar)))
	s.section = p.List.AddSection(s.head)
	s.section.Show(false)
	s.pause = workspace.Debouncer{Back: s.model.Back, Wait: 150 * time.Millisecond, Ended: s.ask}
	s.model.HandChanged.Listen(func(struct{}) {
		s.ofSelection(nil)
		s.touch()
	})
	s.model.DocumentsChanged.Listen(func(struct{}) { s.documentsChanged() })
	s.model.Errors.Listen(func(error) { // what could not be written is suggested still
		clear(s.leaving)
		s.show()
	})
	s.model.Written.Listen(func(c store.Change) {
		if c.Everything || len(c.Evidence) > 0 || len(c.Refusals) > 0 {
			s.follow()
		}
	})
	return s
}

// Shown tells whether the section is shown.
func (s *Suggestions) Shown() bool { return s.section.Shown() }

// documentsChanged looks anew where documents were added, removed or got another text: their list was read anew then. It
// is called for every claim, too, whose counts change in the list as it is.
func (s *Suggestions) documentsChanged() {
	if s.Shown() && !s.documents.is(s.model.Documents) {
		s.pause.Touch()
	}
}

// readList is one reading of the list of documents.
type readList struct {
	first *store.Document
	n     int
}

func readingOf(documents []store.Document) readList {
	if len(documents) == 0 {
		return readList{}
	}
	return readList{&documents[0], len(documents)}
}

func (r readList) is(documents []store.Document) bool { return r == readingOf(documents) }

// Show shows the section, which looks for evidence then, or hides it.
func (s *Suggestions) Show(yes bool) {
	s.section.Show(yes)
	if !yes {
		s.stop()
		s.ofSelection(nil)
		return
	}
	s.ask()
}

// Again looks anew, where what is found by has changed.
func (s *Suggestions) Again() {
	if s.Shown() {
		s.ask()
	}
}

// ShowFor looks for words that were selected in the open document, in place of the claim in hand.
func (s *Suggestions) ShowFor(selected workspace.Span) {
	s.ofSelection(&question{documentID: s.model.Document.ID, start: selected.Start, end: selected.End, text: selected.Text})
	s.Show(true)
}

// ofSelection has what was selected asked for in place of the claim in hand, or that again.
func (s *Suggestions) ofSelection(q *question) {
	if s.selected == nil && q == nil {
		return
	}
	s.selected, s.pane.selection = q, ""
	if q != nil {
		s.pane.selection = q.text
	}
	s.pane.show()
}

// Begin gives the list the keyboard, at the first suggestion as soon as that is there.
func (s *Suggestions) Begin() {
	s.Focus(s.pane.List)
	s.beginning = s.state != found || s.stale()
	s.section.ChooseFirst()
	s.section.Reveal()
}

// wanted is what is to be looked for now; its text is "" where that is nothing.
func (s *Suggestions) wanted() question {
	if s.selected != nil {
		return *s.selected
	}
	if s.model.Hand.ID == "" {
		return question{}
	}
	return s.questionOf(s.model.Hand)
}

// stale tells whether what is listed belongs to another question than the one that is to be answered now. Nothing can be
// taken from it then.
func (s *Suggestions) stale() bool { return s.answer.question != s.wanted() }

// touch looks anew in a moment where another question is to be answered.
func (s *Suggestions) touch() {
	if !s.Shown() {
		return
	}
	if s.stale() {
		s.limit = someSuggestions
		s.pause.Touch()
	}
	s.show()
}

// stop ends what is being looked for.
func (s *Suggestions) stop() {
	s.asked.Ask()
	s.cancel()
	s.state = found
}

// searchingAfter is how long a search may take before it is said to be under way.
const searchingAfter = 300 * time.Millisecond

// ask looks for what is wanted now. The answers to what was asked before come too late then.
func (s *Suggestions) ask() {
	if !s.Shown() {
		return
	}
	s.stop()
	q := s.wanted()
	if q.text == "" {
		s.answer = answer{question: q}
		s.show()
		return
	}
	if q.claimID != s.answer.question.claimID {
		s.refused = false
	}
	model, limit, current := s.model, s.limit, s.asked.Ask()
	ctx, cancel := context.WithCancel(model.Ctx)
	s.cancel, s.state, s.documents, s.done, s.total = cancel, looking, readingOf(model.Documents), 0, 0
	model.Back.Later(searchingAfter, func() {
		if current() && s.state == looking {
			if s.state = lookingLong; s.done < s.total {
				s.state = indexing
			}
			s.show()
		}
	})
	model.Back.Go(func() {
		defer cancel()
		a, err := find(ctx, model.Store, q, limit, func(done, total int) {
			model.Back.OnUI(func() {
				if !current() {
					return
				}
				if s.done, s.total = done, total; s.state == lookingLong || s.state == indexing { // what is quick is not told of
					s.state = indexing
					s.show()
				}
			})
		})
		model.Back.OnUI(func() {
			switch {
			case !current() || errors.Is(err, context.Canceled):
				return
			case err != nil:
				s.state = found
				model.Fail(fmt.Errorf("looking for evidence: %w", err))
			default:
				s.beginning = s.beginning || a.question != s.answer.question && s.pane.List.current == nil
				s.state, s.answer, s.aside = found, a, a.left
				clear(s.leaving)
			}
			s.show()
			if s.beginning {
				s.beginning = false
				if s.pane.List.focused {
					s.section.ChooseFirst()
					s.section.Reveal()
				}
			}
		})
	})
	s.show()
}

// find looks for evidence. It waits for the disk.
func find(ctx context.Context, st *store.Store, q question, limit int, progress func(done, total int)) (answer, error) {
	a := answer{question: q, limit: limit}
	if err := evidence.Update(ctx, st, progress); err != nil {
		return a, err
	}
	asked := evidence.Query{Text: q.text, DocumentID: q.documentID, Start: q.start, End: q.end}
	if !q.hidden && !q.own {
		asked.Claim = q.claimID
	}
	passages, err := evidence.Find(ctx, st, asked, limit)
	if err != nil {
		return a, err
	}
	if a.left, err = readAside(ctx, st, q, false); err != nil {
		return a, err
	}
	known := map[string]sourceOf{}
	for i, p := range passages {
		source, is := known[p.DocumentID]
		if !is {
			source, err = readSource(ctx, st, p.DocumentID)
			if errors.Is(err, store.ErrNotFound) { // it was removed meanwhile
				continue
			}
			if err != nil {
				return a, err
			}
			known[p.DocumentID] = source
		}
		a.found = append(a.found, suggestion{Passage: p, rank: i + 1, title: source.title, source: source.said, place: store.Locate(source.locators, p.Start, p.End)})
	}
	return a, nil
}

// sourceOf is what the list says of the document of a passage.
type sourceOf struct {
	title, said string
	locators    []store.Locator
}

func readSource(ctx context.Context, st *store.Store, documentID string) (sourceOf, error) {
	doc, err := st.Document(ctx, documentID)
	if err != nil {
		return sourceOf{}, err
	}
	locators, err := st.Locators(ctx, doc.SHA256)
	return sourceOf{format.NameLine(doc.Title), strings.Join(format.NonEmpty(format.NameLine(doc.Publisher), doc.Published), " · "), locators}, err
}
