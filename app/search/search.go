package search

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"factmark/app/evidence"
	"factmark/store"
)

// Kind is what a hit was found in.
type Kind string

const (
	InDocument Kind = "document"
	InClaim    Kind = "claim"
	InNote     Kind = "note"
	InEvidence Kind = "evidence"
)

// Kinds are all of them, in the order in which they are found.
var Kinds = []Kind{InDocument, InClaim, InNote, InEvidence}

// Field is the text that a hit was found in.
type Field string

const (
	FieldTitle     Field = "title"
	FieldText      Field = "text"
	FieldQuote     Field = "quote"
	FieldStatement Field = "statement"
	FieldClaimant  Field = "claimant"
	FieldNote      Field = "note"
	FieldURL       Field = "url"
)

var (
	claimFields    = []Field{FieldQuote, FieldStatement, FieldClaimant}
	evidenceFields = []Field{FieldQuote, FieldNote, FieldURL}
)

// Hit is a place where a query was found.
type Hit struct {
	Kind       Kind
	Field      Field
	DocumentID string // "" for evidence from outside
	Document   string // its title
	FileName   string
	Published  string
	Placed     bool // Start and End are a range of the document's text
	Start, End int  // code points, half open: of the words, of a claim, of a piece of evidence
	Snippet    Snippet
	Claim      store.Claim    // of a claim, note or evidence, as it may be seen
	Evidence   store.Evidence // of evidence
}

// Filter says where to look. A nil list stands for all.
type Filter struct {
	Kinds       []Kind
	DocumentIDs []string
	LabelIDs    []string // of claims; "" is no label. With one chosen nothing is found in documents
	PersonIDs   []string // who made a claim, or labelled it, or added the evidence; likewise
	From, To    string   // dates that documents were published, 2025, 2025-02 or 2025-02-10, the last included; "" for no end
}

// Any tells whether the filter leaves anything out, but for kinds.
func (f Filter) Any() bool {
	return f.DocumentIDs != nil || f.LabelIDs != nil || f.PersonIDs != nil || f.From != "" || f.To != ""
}

func (f Filter) wants(k Kind) bool {
	if k == InDocument && (f.LabelIDs != nil || f.PersonIDs != nil) {
		return false
	}
	return f.Kinds == nil || slices.Contains(f.Kinds, k)
}

// fitsDate tells whether a document's date, which may be partial or unsure, may lie between the ends of the filter.
func (f Filter) fitsDate(published string) bool {
	if f.From == "" && f.To == "" {
		return true
	}
	first := strings.TrimSuffix(published, "?")
	last := first
	switch len(first) {
	case 0:
		return false
	case len("2025"):
		last += "-12-31"
	case len("2025-02"):
		last += "-31"
	}
	return last >= f.From && (f.To == "" || first <= f.To+"\xff")
}

// Sight is what may be seen of claims. The zero Sight hides nothing.
type Sight struct {
	Claim func(store.Claim) (seen store.Claim, visible bool) // nil: all of each
	Hides func(claimID string) bool                          // whether evidence of the claim is hidden; nil: of none
}

func (s Sight) claim(c store.Claim) (store.Claim, bool) {
	if s.Claim == nil {
		return c, true
	}
	return s.Claim(c)
}

// Limit is how many hits of each kind are found at most.
const Limit = 10_000

// Result is what was found so far.
type Result struct {
	Hits        []Hit         // new ones: those of a document one after the other, documents by how well they fit; claims by document and place
	More        map[Kind]bool // there are more than Limit
	Searched    Kind          // what is being searched
	Done, Total int           // documents that were searched, and how many are to be
}

// How long after the beginning the first hits are told, and how often further ones are: a list that comes in many small pieces can
// neither be ordered nor read.
const (
	firstAfter = 60 * time.Millisecond
	thenEvery  = 250 * time.Millisecond
)

// Find looks for a query in a workspace and tells what it finds: documents first, then claims and notes, then evidence. tell gets each
// hit once, and is called a last time when all is searched. Where the whole is to come in one piece, atOnce is true. Find returns the
// context's error when that ends before.
func Find(ctx context.Context, st *store.Store, q Query, f Filter, sight Sight, atOnce bool, tell func(Result)) error {
	s := &searching{ctx: ctx, st: st, query: q, filter: f, sight: sight, atOnce: atOnce, tell: tell, matcher: newMatcher(q), begun: time.Now()}
	s.More = map[Kind]bool{}
	if q.Empty() {
		tell(s.Result)
		return ctx.Err()
	}
	for _, part := range []func() error{s.open, s.inDocuments, s.inClaims, s.inEvidence} {
		if err := part(); err != nil {
			return cmp.Or(ctx.Err(), err)
		}
	}
	s.give()
	return ctx.Err()
}

// searching is one run of Find.
type searching struct {
	Result
	ctx     context.Context
	st      *store.Store
	query   Query
	filter  Filter
	sight   Sight
	atOnce  bool
	tell    func(Result)
	matcher *matcher
	begun   time.Time
	told    time.Time

	byID     map[string]*store.SearchableDocument // all documents, once they are needed
	every    []store.SearchableDocument           // likewise
	chosen   map[string]bool                      // documents of the filter; nil for all
	narrowed []string                             // ids of documents, for claims and evidence; nil for all
	visited  map[string]bool                      // documents that were searched
	found    []documentHits                       // not told yet
	rest     []Hit                                // likewise, of claims and evidence
	count    map[Kind]int
}

// documentHits are the hits of one document.
type documentHits struct {
	hits   []Hit
	titled bool
	places int
	close  float64 // how close the words stand, from 0 to 1 for each place
	length int     // of the document, in code points
}

// open prepares the filter.
func (s *searching) open() (err error) {
	s.count, s.visited = map[Kind]int{}, map[string]bool{}
	if s.filter.DocumentIDs != nil {
		s.chosen = map[string]bool{}
		for _, id := range s.filter.DocumentIDs {
			s.chosen[id] = true
		}
		s.narrowed = s.filter.DocumentIDs
	}
	if s.filter.PersonIDs, err = s.people(); err != nil {
		return err
	}
	if s.filter.From == "" && s.filter.To == "" {
		return nil
	}
	if err := s.readAll(); err != nil {
		return err
	}
	s.narrowed = []string{}
	for i := range s.every {
		if s.wantsDocument(&s.every[i]) {
			s.narrowed = append(s.narrowed, s.every[i].ID)
		}
	}
	return nil
}

func (s *searching) wantsDocument(d *store.SearchableDocument) bool {
	return (s.chosen == nil || s.chosen[d.ID]) && s.filter.fitsDate(d.Published)
}

// readAll reads what there is of documents.
func (s *searching) readAll() (err error) {
	if s.byID != nil {
		return nil
	}
	s.every, err = s.st.SearchableDocuments(s.ctx)
	s.byID = make(map[string]*store.SearchableDocument, len(s.every))
	for i := range s.every {
		s.byID[s.every[i].ID] = &s.every[i]
	}
	return err
}

// people gives the ids of the filter with all others of the same people.
func (s *searching) people() ([]string, error) {
	if s.filter.PersonIDs == nil {
		return nil, nil
	}
	same, err := s.st.SamePeople(s.ctx)
	who := func(id string) string { return cmp.Or(same[id], id) }
	ids := slices.Clone(s.filter.PersonIDs)
	for _, chosen := range s.filter.PersonIDs {
		ids = append(ids, who(chosen))
		for other := range same {
			if who(other) == who(chosen) {
				ids = append(ids, other)
			}
		}
	}
	return ids, err
}

// textsAtOnce is how many texts are read before it is looked whether the search is still wanted.
const textsAtOnce = 32

// inDocuments looks in the texts and titles of documents: first in those texts in which, by the index, the query is likely to be
// found, then in all others in which it may be.
func (s *searching) inDocuments() error {
	s.Searched = InDocument
	if !s.filter.wants(InDocument) {
		return nil
	}
	var likely, possible []evidence.Wanted
	for _, n := range s.query.needs() {
		likely = append(likely, n.Wanted)
		if n.sure {
			possible = append(possible, n.Wanted)
		}
	}
	known := false
	if len(likely) > 0 && (s.chosen == nil || len(s.chosen) > textsAtOnce) {
		firsts, in, err := evidence.TextsWith(s.ctx, s.st, likely)
		if err != nil {
			return err
		}
		known = in
		if err := s.inIndexed(firsts); err != nil {
			return err
		}
	}
	if s.More[InDocument] {
		return nil
	}
	if known && len(possible) < len(likely) && len(possible) > 0 {
		firsts, _, err := evidence.TextsWith(s.ctx, s.st, possible)
		if err != nil {
			return err
		}
		if err := s.inIndexed(firsts); err != nil {
			return err
		}
	}
	return s.inOthers(known && len(possible) > 0)
}

// inIndexed looks in the documents of texts, by their numbers in the index.
func (s *searching) inIndexed(firsts []int64) error {
	s.Done, s.Total = 0, len(firsts)
	for part := range slices.Chunk(firsts, textsAtOnce) {
		documents, err := s.st.SearchedDocuments(s.ctx, part)
		if err != nil {
			return err
		}
		if err := s.inTexts(documents); err != nil || s.More[InDocument] {
			return err
		}
		s.Done += len(part)
		s.giveAtTimes()
	}
	return nil
}

// inOthers looks in the documents that were not searched yet; in their titles alone, where their texts need not be read.
func (s *searching) inOthers(titles bool) error {
	if err := s.readAll(); err != nil {
		return err
	}
	var others []store.SearchableDocument
	for i := range s.every {
		if d := &s.every[i]; !s.visited[d.ID] && s.wantsDocument(d) {
			others = append(others, *d)
		}
	}
	if titles {
		for i := range others {
			if err := s.inDocument(&others[i], ""); err != nil || s.More[InDocument] {
				return err
			}
		}
		return s.ctx.Err()
	}
	s.Done, s.Total = 0, len(others)
	for part := range slices.Chunk(others, textsAtOnce) {
		if err := s.inTexts(part); err != nil || s.More[InDocument] {
			return err
		}
		s.Done += len(part)
		s.giveAtTimes()
	}
	return nil
}

// inTexts looks in the texts and titles of some documents.
func (s *searching) inTexts(documents []store.SearchableDocument) error {
	documents = slices.DeleteFunc(slices.Clone(documents), func(d store.SearchableDocument) bool { return s.visited[d.ID] || !s.wantsDocument(&d) })
	sums := make([]string, len(documents))
	for i := range documents {
		sums[i] = documents[i].SHA256
		s.visited[documents[i].ID] = true
	}
	return s.st.EachText(s.ctx, sums, func(i int, text string) error {
		if !s.More[InDocument] {
			if err := s.inDocument(&documents[i], text); err != nil {
				return err
			}
		}
		return s.ctx.Err()
	})
}

// inDocument looks in one document: its title, and its text without what is not content.
func (s *searching) inDocument(d *store.SearchableDocument, text string) error {
	base := Hit{Kind: InDocument, DocumentID: d.ID, Document: d.Title, FileName: d.FileName, Published: d.Published}
	found := documentHits{length: d.Length}
	if titled := s.matcher.find(d.Title); len(titled) > 0 {
		found.titled = true
		if !strings.HasPrefix(strings.TrimSpace(text), strings.TrimSpace(d.Title)) { // else the text says it again
			h := base
			h.Field = FieldTitle
			h.Snippet = cut(d.Title, titled[0].marks, piece{0, len(d.Title)})
			found.hits = append(found.hits, h)
		}
	}
	places := s.matcher.find(text)
	var aside []store.Passage
	if len(places) > 0 {
		var err error
		if aside, err = s.st.NotContent(s.ctx, d.ID); err != nil {
			return err
		}
	}
	for _, m := range places {
		for len(aside) > 0 && aside[0].End <= m.start {
			aside = aside[1:]
		}
		if len(aside) > 0 && aside[0].Start < m.end {
			continue
		}
		if s.count[InDocument]+len(found.hits) >= Limit {
			s.More[InDocument] = true
			break
		}
		h := base
		h.Field, h.Placed, h.Start, h.End = FieldText, true, m.start, m.end
		h.Snippet = snippetOf(text, m)
		found.hits = append(found.hits, h)
		found.places++
		found.close += closeness(m)
	}
	if len(found.hits) > 0 {
		s.count[InDocument] += len(found.hits)
		s.found = append(s.found, found)
	}
	return nil
}

// score orders documents: those with the words in their title come first, then those with many places for their length (BM25's part of
// one term) and, of two alike, the one in which the words stand closer.
func (d documentHits) score(average float64) float64 {
	score := 0.0
	if d.titled {
		score = 2
	}
	if n := float64(d.places); n > 0 {
		score += n/(n+1.2*(.25+.75*float64(d.length)/average)) + d.close/n/10
	}
	return score
}

// closeness is how much of a place is what was looked for, 0 to 1.
func closeness(m match) float64 {
	marked := 0
	for _, mark := range m.marks {
		marked += mark.End - mark.Start
	}
	return math.Min(1, float64(marked)/float64(max(1, m.until-m.begin)))
}

func (s *searching) inClaims() error {
	s.Searched = InClaim
	claims, notes := s.filter.wants(InClaim), s.filter.wants(InNote)
	if !claims && !notes {
		return nil
	}
	full := func(k Kind) bool { return s.count[k] >= Limit }
	fits := func(texts []string) bool {
		return claims && s.matcher.find(texts[:3]...) != nil || notes && texts[3] != "" && s.matcher.find(texts[3]) != nil
	}
	if err := s.readAll(); err != nil {
		return err
	}
	err := s.st.EachClaimThat(s.ctx, s.said(), fits, func(c store.Claim) error {
		s.giveAtTimes()
		c, visible := s.sight.claim(c)
		if !visible || !s.saidBy(c) {
			return s.ctx.Err()
		}
		texts := []string{c.Quote, c.Statement, c.Claimant}
		if claims {
			if m := s.matcher.find(texts...); m != nil {
				if s.More[InClaim] = full(InClaim); !s.More[InClaim] {
					s.keep(InClaim, claimFields[m[0].field], c, store.Evidence{}, snippetOf(texts[m[0].field], m[0]))
				}
			}
		}
		if notes {
			if m := s.matcher.find(c.Note); m != nil {
				if s.More[InNote] = full(InNote); !s.More[InNote] {
					s.keep(InNote, FieldNote, c, store.Evidence{}, snippetOf(c.Note, m[0]))
				}
			}
		}
		if (!claims || s.More[InClaim]) && (!notes || s.More[InNote]) {
			return errEnough
		}
		return s.ctx.Err()
	})
	return unlessEnough(err)
}

func (s *searching) inEvidence() error {
	s.Searched = InEvidence
	if !s.filter.wants(InEvidence) {
		return nil
	}
	fits := func(texts []string) bool { return s.matcher.find(texts...) != nil }
	if err := s.readAll(); err != nil {
		return err
	}
	err := s.st.EachEvidenceThat(s.ctx, s.said(), fits, func(e store.Evidence, c store.Claim) error {
		s.giveAtTimes()
		hidden := s.sight.Hides != nil && s.sight.Hides(c.ID)
		c, visible := s.sight.claim(c)
		if hidden || !visible {
			return s.ctx.Err()
		}
		texts := []string{e.Quote, e.Note, e.URL}
		m := s.matcher.find(texts...)
		if m == nil {
			return s.ctx.Err()
		}
		if s.count[InEvidence] >= Limit {
			s.More[InEvidence] = true
			return errEnough
		}
		s.keep(InEvidence, evidenceFields[m[0].field], c, e, snippetOf(texts[m[0].field], m[0]))
		return s.ctx.Err()
	})
	return unlessEnough(err)
}

// keep adds a hit of a claim or of evidence.
func (s *searching) keep(k Kind, field Field, c store.Claim, e store.Evidence, snippet Snippet) {
	h := Hit{Kind: k, Field: field, DocumentID: c.DocumentID, Placed: c.Status != store.StatusOrphaned, Start: c.Start, End: c.End, Snippet: snippet, Claim: c, Evidence: e}
	if k == InEvidence {
		h.DocumentID, h.Start, h.End, h.Placed = e.DocumentID, e.Start, e.End, false
	}
	if d := s.byID[h.DocumentID]; d != nil { // readAll was called
		h.Document, h.FileName, h.Published = d.Title, d.FileName, d.Published
		if k == InEvidence {
			h.Placed = e.DocumentSHA256 == d.SHA256
		} else {
			h.Placed = h.Placed && c.DocumentSHA256 == d.SHA256
		}
	}
	if !h.Placed {
		h.Start, h.End = 0, 0
	}
	s.count[k]++
	s.rest = append(s.rest, h)
}

// errEnough ends a walk through what is found.
var errEnough = errors.New("enough was found")

func unlessEnough(err error) error {
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

func (s *searching) said() store.SaidFilter {
	return store.SaidFilter{DocumentIDs: s.narrowed, LabelIDs: s.filter.LabelIDs, PersonIDs: s.filter.PersonIDs}
}

// saidBy tells whether what may be seen of a claim fits the filter: a label that is hidden, or that there is none, must not be told by
// what is found. Where that is hidden, who made the claim is too.
func (s *searching) saidBy(c store.Claim) bool {
	return (s.filter.LabelIDs == nil || c.PersonID != "" && slices.Contains(s.filter.LabelIDs, c.LabelID)) &&
		(s.filter.PersonIDs == nil || c.PersonID != "" && slices.Contains(s.filter.PersonIDs, c.PersonID) || c.LabellerID != "" && slices.Contains(s.filter.PersonIDs, c.LabellerID))
}

// giveAtTimes tells what was found once some time has passed.
func (s *searching) giveAtTimes() {
	if s.atOnce {
		return
	}
	wait, since := thenEvery, s.told
	if s.told.IsZero() {
		wait, since = firstAfter, s.begun
	}
	if time.Since(since) >= wait {
		s.give()
	}
}

// give tells what was found since the last time.
func (s *searching) give() {
	average := 1.0
	for _, d := range s.found {
		average += float64(d.length) / float64(len(s.found))
	}
	slices.SortStableFunc(s.found, func(a, b documentHits) int { return cmp.Compare(b.score(average), a.score(average)) })
	s.Hits = nil
	for _, d := range s.found {
		s.Hits = append(s.Hits, d.hits...)
	}
	slices.SortStableFunc(s.rest, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(slices.Index(Kinds, a.Kind), slices.Index(Kinds, b.Kind)), strings.Compare(a.Document, b.Document), strings.Compare(a.DocumentID, b.DocumentID), cmp.Compare(a.Start, b.Start))
	})
	s.Hits = append(s.Hits, s.rest...)
	s.found, s.rest, s.told = nil, nil, time.Now()
	told := s.Result
	told.More = maps.Clone(s.More) // who is told reads it elsewhere
	s.tell(told)
}
