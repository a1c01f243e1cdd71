package store

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"factmark/store/internal/db"
)

// LocatorKind is what a locator counts.
type LocatorKind string

const (
	LocatorPage    LocatorKind = "page"
	LocatorTime    LocatorKind = "time"
	LocatorSlide   LocatorKind = "slide"
	LocatorChapter LocatorKind = "chapter"
	LocatorRow     LocatorKind = "row"
)

var locatorKinds = []LocatorKind{LocatorPage, LocatorTime, LocatorSlide, LocatorChapter, LocatorRow}

// Locator says which part of its file the text from Start to End, in code points,
// comes from: a page, a time in a recording. It belongs to the text and
// never changes; those of a text are sorted and do not overlap.
type Locator struct {
	Kind       LocatorKind
	Start, End int
	Label      string // 12, iv, 00:01:02.500
}

// checkLocators refuses locators that are not those of a text of a length, in code points.
func checkLocators(all []Locator, length int) error {
	if len(all) > db.MostLocators {
		return db.Failf(db.ErrInvalid, "a document has more than %d locators; nothing was added", db.MostLocators)
	}
	at := 0
	for _, l := range all {
		switch {
		case l.Start < at || l.End <= l.Start || l.End > length:
			return db.Failf(db.ErrInvalid, "the locators of a document are not within its text, one behind the other; nothing was added")
		case !slices.Contains(locatorKinds, l.Kind):
			return db.Failf(db.ErrInvalid, "a locator of a document is of an unknown kind, %q; nothing was added", l.Kind)
		case l.Label == "" || strings.ContainsAny(l.Label, "\n\r") || len(l.Label) > db.LongestLocator || db.NotText(l.Label) != "":
			return db.Failf(db.ErrInvalid, "a locator of a document has no label of one line; nothing was added")
		}
		at = l.End
	}
	return nil
}

// insertLocators keeps the locators of a text, unless it has some already.
func insertLocators(q db.Querier, sum string, all []Locator) error {
	if len(all) == 0 {
		return nil
	}
	var known bool
	if _, err := q.One("SELECT EXISTS (SELECT 1 FROM locators WHERE sha256 = ?)", []any{sum}, &known); err != nil || known {
		return err
	}
	for _, l := range all {
		if err := q.Exec(insertLocator, sum, l.Start, l.End, string(l.Kind), l.Label); err != nil {
			return err
		}
	}
	return nil
}

const (
	insertLocator  = `INSERT INTO locators (sha256, start, "end", kind, label) VALUES (?, ?, ?, ?, ?)`
	locatorsOfText = `SELECT start, "end", kind, label FROM locators WHERE sha256 = ? ORDER BY start`
)

// Locators gives those of a text, sorted.
func (s *Store) Locators(ctx context.Context, textSHA256 string) ([]Locator, error) {
	return readLocators(s.reading(ctx), textSHA256)
}

// LocatorsAreSound tells whether the locators of a text are within its length, in code points, and sorted.
func LocatorsAreSound(q db.Querier, sum string, length int) (sound bool, err error) {
	all, err := readLocators(q, sum)
	return err == nil && checkLocators(all, length) == nil, err
}

func readLocators(q db.Querier, sum string) ([]Locator, error) {
	var all []Locator
	err := q.Each(locatorsOfText, []any{sum}, func(scan func(...any) error) error {
		var l Locator
		err := scan(&l.Start, &l.End, &l.Kind, &l.Label)
		all = append(all, l)
		return err
	})
	return all, err
}

// Locate says which part of its file a span of a text comes from, by the text's locators:
// "page 3", or "page 3–4" where it begins and ends in different parts; "" where
// that is not known. The view labelled_claims says the same.
func Locate(all []Locator, start, end int) string {
	first := sort.Search(len(all), func(i int) bool { return all[i].End > start })
	last := sort.Search(len(all), func(i int) bool { return all[i].Start >= end }) - 1
	switch {
	case first > last:
		return ""
	case first == last:
		return fmt.Sprintf("%s %s", all[first].Kind, all[first].Label)
	}
	return fmt.Sprintf("%s %s–%s", all[first].Kind, all[first].Label, all[last].Label)
}

// CopyLocators takes over the locators of a text from another workspace, where none are known here. length is the text's, in code points.
func CopyLocators(from, into db.Querier, sum string, length int) error {
	all, err := readLocators(from, sum)
	if err != nil || len(all) == 0 {
		return err
	}
	if checkLocators(all, length) != nil {
		return db.Failf(db.ErrMismatch, "the locators of a text are not within it, one behind the other; nothing was changed")
	}
	return insertLocators(into, sum, all)
}
