package safety

import (
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/location"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
)

// backupChoice is where the user says in which folder backups are put.
type backupChoice struct {
	host *Safety
	Path *dialogs.KeyEntry
	Said *dialogs.FormProblem
	Body fyne.CanvasObject
}

var wholePath = locale.Mark("Enter the full path of the folder.")

var aboutBackups = locale.Mark("Backups are made once a day when opened, every 10 minutes and before large changes; older backups are removed gradually.")

// NewBackupChoice makes the field, filled with the folder in use. Nothing is kept before Keep.
func (s *Safety) NewBackupChoice() *backupChoice {
	b := &backupChoice{host: s, Path: dialogs.NewKeyEntry(s.ModalKey), Said: s.NewFormProblem(2)}
	b.Said.Tell(locale.T(aboutBackups), widget.LowImportance)
	b.Path.Text = workspace.BackupFolder(s.Profile)
	b.Path.OnChanged = func(string) { b.Look() }
	choose := func() {
		s.ChooseFolder(profile.Copies, locale.T("Folder for backups"), nearestFolder(b.folder()), b.Path.SetPath)
	}
	b.Body = container.NewVBox(s.PathRow(b.Said.Framed(b.Path), choose), b.Said.Body)
	return b
}

func (b *backupChoice) folder() string { return b.Path.Path() }

// Look warns of a folder that other computers get a copy of.
func (b *backupChoice) Look() {
	folder, back := b.folder(), b.host.Back
	back.Go(func() {
		synced := location.SyncedBy(folder)
		back.OnUI(func() {
			switch {
			case folder != b.folder():
			case folder != "" && !filepath.IsAbs(folder):
				b.Said.Mark(b.Path, locale.T(wholePath))
			case folder != "" && synced != "":
				b.Said.Standing(b.Path, locale.T("{{.Program}} seems to copy this folder to other computers. For confidential material choose another folder.", "Program", format.UpperFirst(synced)), true)
			default:
				b.Said.Clear()
				b.Said.Tell(locale.T(aboutBackups), widget.LowImportance)
			}
		})
	})
}

// Keep takes the choice over; an empty field goes back to the usual folder.
func (b *backupChoice) Keep() bool {
	folder := b.folder()
	if folder != "" && !filepath.IsAbs(folder) {
		return b.Said.At(b.Path, locale.T(wholePath))
	}
	if usual, err := profile.DefaultBackups(); err == nil && folder == usual {
		folder = ""
	}
	if host := b.host; folder != host.Profile.Backups() {
		host.KeepProfile(func() error { return host.Profile.SetBackups(folder) }, nil)
	}
	return true
}

// nearestFolder is the folder, or the nearest above it that is there.
func nearestFolder(path string) string {
	for filepath.IsAbs(path) {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return path
		}
		if path == filepath.Dir(path) {
			break
		}
		path = filepath.Dir(path)
	}
	return ""
}
