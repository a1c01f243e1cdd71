package workspace

import (
	"context"
	"errors"
	"time"

	finder "factmark/app/evidence"
	"factmark/app/locale"
	"factmark/store"
)

// indexAfter is how long documents have to be at rest before the search index follows them.
const indexAfter = 3 * time.Second

// searchIndexer brings the search index up to date in the background, so that a search need not wait for it: after an import, and in a workspace
// in which something was looked for before, after any change of its documents. In one where search is not used it does nothing.
type searchIndexer struct {
	model   *Workspace
	rest    Debouncer
	wanted  bool // documents were imported, and search may be used for the first time
	running bool
	again   bool // documents have changed since the run began
}

func newSearchIndexer(w *Workspace) *searchIndexer {
	x := &searchIndexer{model: w}
	x.rest = Debouncer{Back: w.Back, Wait: indexAfter, Ended: x.update}
	w.Written.Listen(func(c store.Change) {
		if len(c.Documents) > 0 || c.Everything {
			x.rest.Touch()
		}
	})
	return x
}

// IndexForSearch brings the search index up to date in the background, and makes it where there is none yet.
func (w *Workspace) IndexForSearch() {
	w.search.wanted = true
	w.search.update()
}

// begin follows what was done to the documents while the workspace was not open here.
func (x *searchIndexer) begin() { x.rest.Touch() }

// update runs on the interface thread; what it starts does not.
func (x *searchIndexer) update() {
	w := x.model
	if x.again = x.running; x.running || w.Ctx.Err() != nil || w.ReadOnly() || w.FileMissing {
		return
	}
	x.running = true
	wanted := x.wanted
	w.Back.Go(func() {
		used, err := w.Store.SearchIsUsed(w.Ctx)
		if err == nil && (used || wanted) {
			err = finder.Update(w.Ctx, w.Store, nil)
		}
		w.Back.OnUI(func() {
			x.running = false
			switch {
			case x.again:
				x.update()
			case err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, store.ErrGone) && w.Ctx.Err() == nil:
				w.Notices.Send(locale.T("Couldn't update the search index. The next search will try again. {{.Reason}}", "Reason", Sentence(err)))
			}
		})
	})
}
