package app

import (
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/profile"
)

// backupChoice is where the user says in which folder backups are put.
type backupChoice struct {
	window *window
	path   *keyEntry
	said   *widget.Label
	body   fyne.CanvasObject
}

const aboutBackups = "Made once a day on opening, every ten minutes of work and before large changes; old ones are thinned out."

func (w *window) newBackupChoice() *backupChoice {
	b := &backupChoice{window: w, path: newKeyEntry(w.modalKey), said: widget.NewLabel(aboutBackups)}
	b.path.Text = backupFolder(w.profile)
	b.path.OnChanged = func(string) { b.look() }
	b.said.Wrapping = fyne.TextWrapWord
	b.said.Importance = widget.LowImportance
	choose := widget.NewButtonWithIcon("", theme.FolderOpenIcon(), func() {
		w.chooseFolder("Backups in", nearestFolder(b.folder()), b.path.setPath)
	})
	b.body = container.NewVBox(container.NewBorder(nil, nil, nil, choose, b.path), b.said)
	return b
}

func (b *backupChoice) folder() string { return expandHome(strings.TrimSpace(b.path.Text)) }

// look warns of a folder that other computers get a copy of.
func (b *backupChoice) look() {
	folder, back := b.folder(), b.window.back
	back.do(func() {
		say, importance := aboutBackups, widget.LowImportance
		switch synced := backup.Synced(folder); {
		case folder != "" && !filepath.IsAbs(folder):
			say, importance = "Give the whole path of the folder.", widget.DangerImportance
		case folder != "" && synced != "":
			say, importance = "This folder seems to be copied to other computers by "+synced+". Choose another one for material that must stay here.", widget.WarningImportance
		}
		back.post(func() {
			if folder == b.folder() {
				b.said.Importance = importance
				b.said.SetText(say)
			}
		})
	})
}

// keep takes the choice over; an empty field goes back to the usual folder.
func (b *backupChoice) keep() bool {
	folder := b.folder()
	if folder != "" && !filepath.IsAbs(folder) {
		return false
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
