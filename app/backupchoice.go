package app

import (
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/profile"
)

// backupChoice is where the user says in which folder backups are put.
type backupChoice struct {
	window *safetyDialogs
	path   *keyEntry
	said   *formProblem
	body   fyne.CanvasObject
}

const wholePath = "Give the whole path of the folder."

const aboutBackups = "Made once a day on opening, every ten minutes of work and before large changes; old ones are thinned out."

func (w *safetyDialogs) newBackupChoice() *backupChoice {
	b := &backupChoice{window: w, path: newKeyEntry(w.modalKey), said: w.newFormProblem(2)}
	b.said.tell(aboutBackups, widget.LowImportance)
	b.path.Text = backupFolder(w.profile)
	b.path.OnChanged = func(string) { b.look() }
	choose := func() { w.chooseFolder("Backups in", nearestFolder(b.folder()), b.path.setPath) }
	b.body = container.NewVBox(w.pathRow(b.said.framed(b.path), choose), b.said.body)
	return b
}

func (b *backupChoice) folder() string { return b.path.path() }

// look warns of a folder that other computers get a copy of.
func (b *backupChoice) look() {
	folder, back := b.folder(), b.window.back
	back.do(func() {
		synced := backup.Synced(folder)
		back.post(func() {
			switch {
			case folder != b.folder():
			case folder != "" && !filepath.IsAbs(folder):
				b.said.mark(b.path, wholePath)
			case folder != "" && synced != "":
				b.said.standing(b.path, "This folder seems to be copied to other computers by "+synced+". Choose another one for material that must stay here.", true)
			default:
				b.said.clear()
				b.said.tell(aboutBackups, widget.LowImportance)
			}
		})
	})
}

// keep takes the choice over; an empty field goes back to the usual folder.
func (b *backupChoice) keep() bool {
	folder := b.folder()
	if folder != "" && !filepath.IsAbs(folder) {
		return b.said.at(b.path, wholePath)
	}
	if usual, err := profile.DefaultBackups(); err == nil && folder == usual {
		folder = ""
	}
	if w := b.window; folder != w.profile.Backups() {
		w.keepProfile(func() error { return w.profile.SetBackups(folder) }, nil)
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
