package workspace

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"factmark/app/format"
	"factmark/store"
)

// SearchClaims lists the claims that hold all of some words.
func (w *Workspace) SearchClaims(words string) {
	w.ClaimWords = words
	if w.All != nil {
		w.All.search()
	}
	w.ClaimListChanged.Send(struct{}{})
}

// holdsWords tells whether a claim, as it may be seen, holds all of some folded words.
func holdsWords(c *store.Claim, words []string) bool {
	return format.ContainsAll(format.Fold(strings.Join([]string{c.Quote, c.Note, c.Statement, c.Claimant, c.Person}, "\n")), words)
}

// search looks for the words in all claims; those found are listed as they are found.
func (a *AllClaims) search() {
	a.endSearch()
	w := a.model
	words := strings.Fields(format.Fold(w.ClaimWords))
	a.do(func() {
		for i := range a.order.index.heads {
			a.order.index.heads[i].found = false
		}
	})
	a.arrange()
	if len(words) == 0 {
		return
	}
	ctx, stop := context.WithCancel(w.Ctx)
	a.stop, a.Searching = stop, true
	visibility, asked := w.Visibility, a.changes
	w.Back.Go(func() {
		var batch []string
		told := time.Now()
		hand := func() {
			found := batch
			batch, told = nil, time.Now()
			w.Back.OnUI(func() {
				if a.current() && ctx.Err() == nil {
					a.found(found, asked)
				}
			})
		}
		looked := 0
		err := w.Store.EachClaimText(ctx, func(c store.Claim) error {
			c, visible := visibility.see(c)
			if visible && holdsWords(&c, words) {
				batch = append(batch, c.ID)
			}
			if looked++; looked%1000 == 0 && len(batch) > 0 && time.Since(told) > searchShown {
				hand()
			}
			return ctx.Err()
		})
		hand()
		w.Back.OnUI(func() {
			if !a.current() || ctx.Err() != nil {
				return
			}
			a.endSearch()
			if err != nil {
				w.Fail(fmt.Errorf("searching the claims: %w", err))
			}
			w.ClaimListChanged.Send(struct{}{})
		})
	})
}

// FindClaims looks for claims that hold all of some words, at most so many, away from the interface thread, and gives what may be seen of
// them to found.
func (w *Workspace) FindClaims(words string, most int, found func([]store.Claim)) {
	folded, visibility := strings.Fields(format.Fold(words)), w.Visibility
	enough := errors.New("enough were found")
	w.Back.Go(func() {
		var all []store.Claim
		err := w.Store.EachClaimText(w.Ctx, func(c store.Claim) error {
			if c, visible := visibility.see(c); visible && holdsWords(&c, folded) {
				if all = append(all, c); len(all) == most {
					return enough
				}
			}
			return nil
		})
		w.Back.OnUI(func() {
			if err != nil && !errors.Is(err, enough) && w.Ctx.Err() == nil {
				w.Fail(fmt.Errorf("searching the claims: %w", err))
				return
			}
			found(all)
		})
	})
}

// searchShown is how often what a search has found is shown while it goes on.
const searchShown = 250 * time.Millisecond

// found lists claims that a search has found, which began when so many changes had been heard of.
func (a *AllClaims) found(ids []string, changes int) {
	a.do(func() {
		for _, id := range ids {
			if row := a.order.index.row(id); row >= 0 && a.changed[id] <= changes {
				a.order.index.heads[row].found = true
			}
		}
	})
	a.arrange()
}

// endSearch ends the search that is under way.
func (a *AllClaims) endSearch() {
	if a.stop != nil {
		a.stop()
		a.stop = nil
	}
	a.Searching = false
}
