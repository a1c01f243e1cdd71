package workspace

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"factmark/app/format"
	"factmark/store"
)

// documentIndex holds what sorting, filtering and searching the list of documents read, by title. It is made away from the
// interface thread and never changed, so that it can be read there while the documents are counted anew here.
type documentIndex []indexEntry

type indexEntry struct {
	at int // the document's place among all
	*indexedDocument
}

type indexedDocument struct {
	source store.Document // what the rest was made of, without counts

	sortTitle, words, publisher, language string   // folded
	tags                                  []string // folded
}

// newDocumentIndex makes the index of documents. What an earlier one has of the same document is used again: folding costs more
// than all else.
func newDocumentIndex(documents []store.Document, earlier documentIndex) documentIndex {
	known := make(map[string]*indexedDocument, len(earlier))
	for _, e := range earlier {
		known[e.source.ID] = e.indexedDocument
	}
	index := make(documentIndex, len(documents))
	for i := range documents {
		doc := withoutCounts(&documents[i])
		before := known[doc.ID]
		if before == nil || before.source != doc {
			before = indexDocument(doc)
		}
		index[i] = indexEntry{i, before}
	}
	slices.SortFunc(index, func(a, b indexEntry) int {
		return cmp.Or(strings.Compare(a.sortTitle, b.sortTitle), strings.Compare(a.source.ID, b.source.ID))
	})
	return index
}

// withoutCounts copies a document but for the counts of its claims, which may be changed meanwhile, and for what the index has no use for.
func withoutCounts(d *store.Document) store.Document {
	return store.Document{ID: d.ID, Title: d.Title, Author: d.Author, Publisher: d.Publisher, Published: d.Published, Language: d.Language, Tags: d.Tags,
		FileName: d.FileName, AddedAt: d.AddedAt}
}

func indexDocument(doc store.Document) *indexedDocument {
	d := &indexedDocument{source: doc, sortTitle: sortKey(doc.Title), publisher: format.Fold(doc.Publisher), language: strings.ToLower(doc.Language),
		words: format.Fold(strings.Join([]string{doc.Title, doc.Author, doc.Publisher, doc.Tags, doc.FileName}, "\n"))}
	for _, tag := range store.SplitTags(doc.Tags) {
		d.tags = append(d.tags, format.Fold(tag))
	}
	return d
}

// sortKey gives what titles are compared by: without case, accents and what stands before the first letter or digit, and with
// numbers by their value.
func sortKey(title string) string {
	folded := strings.TrimLeftFunc(format.Fold(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var b strings.Builder
	for folded != "" {
		digits := len(folded) - len(strings.TrimLeft(folded, "0123456789"))
		if digits > 0 {
			number := strings.TrimLeft(folded[:digits], "0")
			b.WriteByte('0') // in front of letters
			b.WriteRune(rune(min(len(number), unicode.MaxRune>>1)))
			b.WriteString(number)
			folded = folded[digits:]
			continue
		}
		next := strings.IndexAny(folded, "0123456789")
		if next < 0 {
			next = len(folded)
		}
		b.WriteString(folded[:next])
		folded = folded[next:]
	}
	return b.String()
}

// counted is what sorting and filtering need of a document's claims, by its place; nil where they need nothing.
type counted struct {
	claims []int
	status []store.DocumentStatus
}

// arrange gives the places of the documents that fit a view and words, in its order.
func (index documentIndex) arrange(view DocumentView, words []string, counts counted) []int {
	fits := view.fits(counts)
	kept := make([]indexEntry, 0, len(index))
	for _, d := range index {
		if format.ContainsAll(d.words, words) && fits(d) {
			kept = append(kept, d)
		}
	}
	switch view.Sort {
	case SortPublished:
		sortBy(kept, view.Reverse, func(d indexEntry) string { return strings.TrimSuffix(d.source.Published, "?") }, strings.Compare)
	case SortAdded:
		sortBy(kept, view.Reverse, func(d indexEntry) int64 { return d.source.AddedAt.UnixMilli() }, cmp.Compare[int64])
	case SortClaims:
		sortBy(kept, view.Reverse, func(d indexEntry) int { return counts.claims[d.at] }, cmp.Compare[int])
	default:
		if view.Reverse {
			slices.Reverse(kept)
		}
	}
	places := make([]int, len(kept))
	for i, d := range kept {
		places[i] = d.at
	}
	return places
}

// sortBy sorts documents that are sorted by title: the largest value first or, reversed, the smallest; those without one are last.
func sortBy[T comparable](all []indexEntry, reverse bool, key func(indexEntry) T, compare func(a, b T) int) {
	var none T
	slices.SortStableFunc(all, func(a, b indexEntry) int {
		x, y := key(a), key(b)
		switch {
		case x == y:
			return 0
		case x == none:
			return 1
		case y == none:
			return -1
		case reverse:
			return compare(x, y)
		}
		return compare(y, x)
	})
}

// fits gives what tells of a document whether it has all tags of the filters, and one of the statuses, of the languages and of the publishers.
func (v DocumentView) fits(counts counted) func(indexEntry) bool {
	wanted := map[FilterKind][]string{}
	for _, f := range v.Filters {
		value := format.Fold(f.Value)
		if f.Kind == FilterLanguage || f.Kind == FilterStatus {
			value = strings.ToLower(f.Value)
		}
		wanted[f.Kind] = append(wanted[f.Kind], value)
	}
	statuses, languages, publishers := wanted[FilterStatus], wanted[FilterLanguage], wanted[FilterPublisher]
	return func(d indexEntry) bool {
		for _, tag := range wanted[FilterTag] {
			if tag == "" && len(d.tags) > 0 || tag != "" && !slices.Contains(d.tags, tag) {
				return false
			}
		}
		return (len(languages) == 0 || slices.Contains(languages, d.language)) &&
			(len(publishers) == 0 || slices.Contains(publishers, d.publisher)) &&
			(len(statuses) == 0 || slices.Contains(statuses, string(counts.status[d.at])))
	}
}

// FilterValue is a value that the list of documents can be filtered by, and how many documents have it.
type FilterValue struct {
	DocumentFilter
	Count int
}

// values gives what the documents can be filtered by: statuses, then tags, languages and publishers, each the most used first.
func (index documentIndex) values(counts counted) []FilterValue {
	found := map[DocumentFilter]*FilterValue{}
	add := func(kind FilterKind, folded, written string) {
		key := DocumentFilter{kind, folded}
		if v := found[key]; v != nil {
			v.Count++
			return
		}
		found[key] = &FilterValue{DocumentFilter{kind, written}, 1}
	}
	for _, d := range index {
		add(FilterLanguage, d.language, d.source.Language)
		add(FilterPublisher, d.publisher, d.source.Publisher)
		for j, tag := range store.SplitTags(d.source.Tags) {
			add(FilterTag, d.tags[j], tag)
		}
		if len(d.tags) == 0 {
			add(FilterTag, "", "")
		}
		if status := counts.status[d.at]; status != "" {
			add(FilterStatus, string(status), string(status))
		}
	}
	var all []FilterValue
	for _, status := range []store.DocumentStatus{store.DocumentNew, store.DocumentInProgress, store.DocumentDone} {
		f := DocumentFilter{FilterStatus, string(status)}
		if found[f] == nil {
			found[f] = &FilterValue{DocumentFilter: f}
		}
		all = append(all, *found[f])
		delete(found, f)
	}
	var others []FilterValue
	for _, v := range found {
		others = append(others, *v)
	}
	order := []FilterKind{FilterTag, FilterLanguage, FilterPublisher}
	slices.SortFunc(others, func(a, b FilterValue) int {
		return cmp.Or(slices.Index(order, a.Kind)-slices.Index(order, b.Kind), b.Count-a.Count, strings.Compare(format.Fold(a.Value), format.Fold(b.Value)))
	})
	return append(all, others...)
}
