package workspace

import "slices"

// Beside gives the second view of the open workspace, which shows a document beside that of the first. It has an open
// document of its own, and keeps no place in it; all else it shares. It shows none until it is told to.
func (w *Workspace) Beside() *Workspace {
	if w.second == nil {
		w.second = &Workspace{shared: w.shared}
		w.second.followHandHere()
		w.second.followLinks()
	}
	if !slices.Contains(w.views, w.second) {
		w.views = append(w.views, w.second)
	}
	return w.second
}

// EndBeside closes the second view, where there is one.
func (w *Workspace) EndBeside() {
	if second := w.second; second != nil && len(w.views) > 1 {
		w.First().Use()
		second.unsaved = nil // the first view has it
		second.Open("", "")
		w.views = slices.Clone(w.views[:1])
	}
}

// First is the first view of the open workspace.
func (w *Workspace) First() *Workspace { return w.views[0] }

// IsBeside tells whether this is the second view.
func (w *Workspace) IsBeside() bool { return w == w.second }

// Use says that the user works in this view from now on: what a key has begun in another is done.
func (w *Workspace) Use() {
	if w.inUse != w {
		w.inUse.LeaveMade()
		w.inUse = w
	}
}

// eachView does something in all views, the first of them first.
func (w *Workspace) eachView(do func(*Workspace)) {
	for _, v := range slices.Clone(w.views) {
		do(v)
	}
}

// viewOf is the view in which a document is open, that in use where both show it; nil for none.
func (w *Workspace) viewOf(documentID string) *Workspace {
	if w.inUse.Document.ID == documentID {
		return w.inUse
	}
	i := slices.IndexFunc(w.views, func(v *Workspace) bool { return v.Document.ID == documentID })
	if i < 0 {
		return nil
	}
	return w.views[i]
}
