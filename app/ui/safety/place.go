package safety

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"factmark/app/format"
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
	title := "This workspace lies on a network drive"
	why := fmt.Sprintf("The file is reached over a network (%s). There, two programs that work on it at the same time may not see "+
		"each other, and damage it.", place.Name)
	if place.Kind == location.Synced {
		title = "This workspace lies in a synced folder"
		why = fmt.Sprintf("%s copies the file to other computers while Factmark writes to it. When two of them work on it, "+
			"one loses what the other did, and a copy made in the middle of a change can be damaged.", format.UpperFirst(place.Name))
	}
	text := dialogs.Wrapped(why + "\n\nThe safe way is to work on a copy on this computer, and to save a copy here when you are done " +
		"(File, Save a copy of the workspace).")
	wanted := false
	s.ShowModal(dialogs.Modal{Title: title, Content: text, Confirm: "Copy to this computer…", Cancel: "Go on here", Width: 500,
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
	s.AskFile(profile.Workspaces, "Copy the workspace to this computer", "Copy and open", freeName(name), dialogs.FreeForNew, func(path string) {
		model.Notices.Send("Copying the workspace…")
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
