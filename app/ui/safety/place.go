package safety

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/location"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// CheckPlace warns, once for a workspace, where its file lies on a network drive or in a synced folder. SQLite
// relies on locks that such places don't keep, so the file may come to harm.
func (s *Safety) CheckPlace(model *workspace.Workspace) {
	path := model.Store.Path()
	if s.Profile.Warned(path) {
		return
	}
	s.Back.Go(func() {
		place := s.Locate(path)
		s.Back.OnUI(func() {
			if s.Workspace == model && place.Kind != location.Local {
				s.warnOfPlace(model, place)
			}
		})
	})
}

func (s *Safety) warnOfPlace(model *workspace.Workspace, place location.Place) {
	title := locale.T("This workspace is on a network drive")
	why := locale.T("The file is on a network drive ({{.Place}}). If two programs use it at the same time, it can be damaged.", "Place", place.Name)
	if place.Kind == location.Synced {
		title = locale.T("This workspace is in a synced folder")
		why = locale.T("{{.Program}} copies the file to other computers while Factmark writes to it. If two computers use it, one person’s work is lost, and a copy made during a change can be damaged.", "Program", format.UpperFirst(place.Name))
	}
	text := dialogs.Wrapped(why + "\n\n" + locale.T("It is safer to work on a copy on this computer, and to save a copy here when you are done (File › Save a copy…)."))
	wanted := false
	s.ShowModal(dialogs.Modal{Title: title, Content: text, Confirm: locale.T("Copy to this computer…"), Cancel: locale.T("Continue here"), Width: 500,
		OnConfirm: func() bool { wanted = true; return true },
		OnClose: func() {
			s.KeepProfile(func() error { return s.Profile.SetWarned(model.Store.Path()) }, nil)
			if wanted { // only now: with a dialog go those that were opened over it
				s.askCopyHere(model)
			}
		}})
}

// askCopyHere copies the workspace to this computer and opens the copy.
func (s *Safety) askCopyHere(model *workspace.Workspace) {
	name := filepath.Base(model.Store.Path())
	if home, err := os.UserHomeDir(); err == nil {
		name = filepath.Join(home, name)
	}
	s.AskFile(profile.Workspaces, locale.T("Copy the workspace to this computer"), locale.T("Copy and open"), freeName(name), dialogs.FreeForNew, func(path string) {
		model.Notices.Send(locale.T("Copying the workspace…"))
		model.Writes.WhenSettled(func() {
			s.SwitchTo(path, func(ctx context.Context, path string) (*store.Store, error) {
				if err := model.Store.Backup(ctx, path, nil); err != nil {
					return nil, err
				}
				return store.Open(ctx, path)
			})
		})
	})
}

// freeName gives a path, with a number where there is a file of that name already.
func freeName(path string) string {
	ext := filepath.Ext(path)
	free := path
	for n := 2; ; n++ {
		if _, err := os.Lstat(free); err != nil {
			return free
		}
		free = fmt.Sprintf("%s %d%s", path[:len(path)-len(ext)], n, ext)
	}
}
