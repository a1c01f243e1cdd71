package document

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"factmark/app/format"
	"factmark/app/importing"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

type foundNear struct {
	row  int
	near importing.Near
}

// lookForNear looks for documents that are nearly the same as those imported, and shows them as they are found.
func (r *importResult) lookForNear(batch *importing.Batch) {
	if r.count(wasImported) == 0 {
		return
	}
	model := r.model
	ctx, stop := context.WithCancel(model.Ctx)
	closed := r.Dialog.OnClose
	r.Dialog.OnClose = func() {
		stop()
		closed()
	}
	r.looking.SetText(locale.T("Looking for near-duplicates…"))
	told := 0
	model.Back.Go(func() {
		err := batch.FindNear(ctx, model.Store, func(done, total int) {
			if percent := 100 * done / total; percent >= told+5 {
				told = percent
				model.Back.OnUI(func() {
					r.looking.SetText(locale.T("Looking for near-duplicates… {{.Percent}} %", "Percent", percent))
				})
			}
		}, r.foundOne)
		stop()
		model.Back.OnUI(func() {
			r.showFound()
			switch n := r.count(wasNear); {
			case errors.Is(err, context.Canceled), errors.Is(err, store.ErrNotFound): // it was closed, or the import undone
			case err != nil:
				r.looking.SetText(locale.T("Couldn't look for near-duplicates."))
				model.Notices.Send(workspace.Sentence(fmt.Errorf("looking for texts that are nearly the same: %w", err)))
			case n == 0:
				r.looking.SetText(locale.T("No near-duplicates."))
			default:
				r.looking.SetText(locale.N("{{.N}} documents are near-duplicates.", n))
			}
		})
	})
}

// foundOne notes what an item is near, on any thread. Many are shown at once.
func (r *importResult) foundOne(row int, near importing.Near) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.found = append(r.found, foundNear{row, near}); len(r.found) == 1 {
		r.model.Back.OnUI(r.showFound)
	}
}

func (r *importResult) showFound() {
	r.mu.Lock()
	found := r.found
	r.found = nil
	r.mu.Unlock()
	if len(found) == 0 || !slices.Contains(r.host.Modals, r.Dialog) {
		return
	}
	for _, f := range found {
		r.rows[f.row].near = &f.near
		if f.row == r.at { // without touching the fields
			row := r.row()
			r.about.SetText(dialogs.VisualOrder(format.Visible(nearWords(row.near)+".")) + "\n" + r.about.Text)
			dialogs.SetVisible(r.other, true)
		}
	}
	r.fillPick()
	if r.filter == wasNear {
		r.fill()
		return
	}
	r.List.Refresh()
}
