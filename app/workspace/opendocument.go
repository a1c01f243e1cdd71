package workspace

import (
	"slices"

	"factmark/store"
)

// openDocument is the open document with its claims, or the one that is being opened.
type openDocument struct {
	Document   store.Document  // its ID is empty while none is open
	Claims     []store.Claim   // in text order
	NotContent []store.Passage // in text order
	Locators   []store.Locator // of its text, sorted
	Current    string          // the claim that Enter and Delete act on, or ""
	Chosen     bool            // the user chose it themselves: only then does a label key act on it
	beingMade  string          // the claim that a label key has just made, to which the next one belongs
	position   int             // code point at the top of the page

	Opening   string         // the document being read
	asked     Latest         // documents to be opened
	goal      place          // where it is to be shown, where a claim of it was asked for
	late      []store.Change // what was written while it was read
	then      func()         // to be done once it is open
	seeking   bool           // other documents are being looked through for a claim to label
	reads     Latest         // readings of claims
	rereading bool           // claims are being read again

	Opened            Signal[Opening] // another document is open, or none
	ClaimsChanged     Signal[[]store.ClaimChange]
	Reread            Signal[struct{}] // all claims of the open document were read again
	NotContentChanged Signal[struct{}]
	CurrentChanged    Signal[bool] // true: bring it into view in the text too
}

// ClaimIndex is the place of a claim among those of the open document, -1 for "" and for one of another document.
func (o *openDocument) ClaimIndex(id string) int {
	if id == "" {
		return -1
	}
	return slices.IndexFunc(o.Claims, func(c store.Claim) bool { return c.ID == id })
}

// Claim returns the claim of the open document with this id, or nil.
func (o *openDocument) Claim(id string) *store.Claim {
	if i := o.ClaimIndex(id); i >= 0 {
		return &o.Claims[i]
	}
	return nil
}

// Locate says where in the document's file a claim stands, "page 3"; "" where that is not known or the claim has no place.
func (o *openDocument) Locate(c store.Claim) string {
	if c.DocumentID != o.Document.ID || !Placed(c) {
		return ""
	}
	return store.Locate(o.Locators, c.Start, c.End)
}

// putClaims takes over the changes that concern the open document. It returns those that can be seen: a claim
// that was shown before it was written looks the same afterwards. The slice is made anew, so that whoever holds
// the old one may read on.
func (o *openDocument) putClaims(changes []store.ClaimChange) []store.ClaimChange {
	var here []store.ClaimChange
	if len(changes) > 0 {
		o.Claims = slices.Clone(o.Claims)
	}
	for _, c := range changes {
		touched, same := false, false
		for _, side := range []*store.Claim{c.Before, c.After} {
			if side == nil || side.DocumentID != o.Document.ID {
				continue
			}
			touched = true
			if i := o.ClaimIndex(side.ID); i >= 0 {
				same = same || c.After != nil && looksLike(o.Claims[i], *c.After)
				o.Claims = slices.Delete(o.Claims, i, i+1)
			}
		}
		if c.After != nil && c.After.DocumentID == o.Document.ID {
			i, _ := slices.BinarySearchFunc(o.Claims, *c.After, inTextOrder)
			o.Claims = slices.Insert(o.Claims, i, *c.After)
		}
		if touched && !same {
			here = append(here, c)
		}
	}
	return here
}

// looksLike tells whether two states of a claim are shown in the same way.
func looksLike(a, b store.Claim) bool {
	a.Prefix, a.Suffix, a.CreatedAt, a.UpdatedAt = b.Prefix, b.Suffix, b.CreatedAt, b.UpdatedAt
	return a == b
}

func inTextOrder(a, b store.Claim) int {
	switch {
	case a.Start != b.Start:
		return a.Start - b.Start
	case a.End != b.End:
		return a.End - b.End
	case a.ID < b.ID:
		return -1
	case a.ID > b.ID:
		return 1
	}
	return 0
}

// Opening is a document that has just been opened: its text and where to start.
type Opening struct {
	Text string
	At   place
}

// Orphans counts the claims of the open document that have no place.
func (o *openDocument) Orphans() int {
	n := 0
	for _, c := range o.Claims {
		if c.Status == store.StatusOrphaned {
			n++
		}
	}
	return n
}

// firstFrom is the index of the first claim that starts at a place of the text or behind it.
func (o *openDocument) firstFrom(caret int) int {
	i, _ := slices.BinarySearchFunc(o.Claims, caret, func(c store.Claim, caret int) int { return c.Start - caret })
	return i
}

// Step finds the next claim (by = 1) or the one before (by = -1) among those wanted. It counts from the claim
// that the user chose, or else from the caret at a code point. A claim that is current and was not chosen comes
// first on its side of the caret.
func (o *openDocument) Step(by, caret int, wanted func(store.Claim) bool) (id string, found bool) {
	at := o.ClaimIndex(o.Current)
	if at < 0 || !o.Chosen {
		if at >= 0 && wanted(o.Claims[at]) && (by > 0) == (o.Claims[at].Start >= caret) {
			return o.Current, true
		}
		at = o.firstFrom(caret)
		if by > 0 {
			at--
		}
	}
	for i := at + by; i >= 0 && i < len(o.Claims); i += by {
		if wanted(o.Claims[i]) {
			return o.Claims[i].ID, true
		}
	}
	return "", false
}
