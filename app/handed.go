package app

import (
	"path/filepath"
	"time"

	"factmark/app/instance"
	"factmark/app/locale"
)

// takeHanded opens what other starts of the program hand over, until the window ends.
func (w *window) takeHanded(first *instance.First) {
	w.Back.Go(func() {
		paths := first.Take()
		w.Back.OnUI(func() {
			for _, path := range paths {
				w.Win.RequestFocus()
				w.openHanded(path)
			}
			if !w.Quitting {
				w.Back.After(instance.Interval, func() { w.Back.OnUI(func() { w.takeHanded(first) }) })
			}
		})
	})
}

// openHanded opens a workspace that another start of the program was asked for. One that was asked for while a dialog is open
// waits until it is closed; during a review it is not opened, as from the menu.
func (w *window) openHanded(path string) {
	if path == "" {
		return
	}
	w.handed = path
	name := filepath.Base(path)
	switch {
	case len(w.Modals) > 0:
		w.ShowRemark(locale.T("Close this dialog to open {{.File}}.", "File", name))
		w.Back.After(time.Second, func() {
			w.Back.OnUI(func() {
				if w.handed == path { // no other was asked for since
					w.openHanded(path)
				}
			})
		})
		return
	case w.Active != nil:
		w.Workspace.Notices.Send(locale.T("{{.File}} was not opened: pause or end the review first.", "File", name))
	default:
		w.OpenWorkspace(path)
	}
	w.handed = ""
}
